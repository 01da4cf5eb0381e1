// What a fresh form begins with, beside the contract's own defaults: words that most trades use, to be changed where they do not fit.
export interface LotTerms { category: string; projectName: string }

export function startOf(act: string, lot: LotTerms, zh: boolean): Readonly<Record<string, unknown>> {
  return starts[act]?.(lot, zh) ?? {};
}

const starts: Readonly<Record<string, (lot: LotTerms, zh: boolean) => Record<string, unknown>>> = {
  'doc-seal': ({ category, projectName }, zh) => ({
    files: [undefined],
    terms: {
      consortiumAllowed: zh ? '不接受联合体投标' : 'Consortia are not accepted',
      ...(category === 'gov-procurement' ? { requirements: projectName, policyRequirements: zh ? '执行政府采购扶持中小企业、监狱企业、残疾人福利性单位等政策' : 'Policies for small enterprises apply' } : {}),
    },
  }),
  'doc-issue': () => ({ bidValidDays: 90 }),
  'int-promise': () => ({ promiseVersion: '2026-1' }),
};
