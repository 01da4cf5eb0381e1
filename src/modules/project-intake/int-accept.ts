import { z } from 'zod';
import { category as categoryOf } from '../../../catalogue/index.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';
import { loadProject, projectParties, type ProjectFacts } from './lot.ts';
import { lotParam, type Project } from './model.ts';

const input = z.strictObject({
  decisionCode: z.enum(['accept', 'correct', 'refuse']),
  intakeForm: sha256Hex.describe('the signed intake form, uploaded before'),
  reason: z.string().trim().max(1000).default(''),
  defects: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
});
type Input = z.infer<typeof input>;

/** 进场受理: accept, ask once for correction of every defect, or refuse with reasons in writing. */
export const intAccept = defineAct<Input, ProjectFacts & { form: unknown }>({
  id: 'int-accept', kind: 'act', subjectKind: 'project', input,
  async load(read, cmd) {
    return { ...(await loadProject(read, cmd.subject)), form: await read.blob(cmd.input.intakeForm, cmd.actor.entityId ?? cmd.actor.accountId) };
  },
  parties: projectParties,
  decide({ project, lots, form }, cmd, work) {
    const { decisionCode, intakeForm, reason, defects } = cmd.input;
    if (!form) throw new Refusal('blob-missing', { field: 'intakeForm' });
    for (const lot of lots) work.move(lot.data.machine, lot, 'int-accept', { decisionCode });
    requireGrounds(project.data, cmd.input);
    // the code is given with the first decision and kept: a corrected project comes back under the same one
    const unifiedDealCode = project.data.unifiedDealCode ?? dealCode(project.data, cmd);
    const officerId = cmd.actor.accountId ?? '';
    Object.assign(project.data, { unifiedDealCode, decision: { code: decisionCode, reason, defects, at: work.now, officerId } });
    if (decisionCode === 'accept') Object.assign(project.data, { acceptedAt: work.now });
    if (decisionCode === 'correct') project.data.correctedOnce = true;
    project.state = { accept: 'accepted', correct: 'draft', refuse: 'refused' }[decisionCode];
    work.put(project);
    for (const lot of lots) {
      if (decisionCode === 'accept') lot.data.unifiedDealCode = unifiedDealCode;
      if (decisionCode === 'refuse') lot.data.failure = { abnormalType: 'refuse', reasonCode: reason, at: work.now };
    }
    const first = lots[0];
    work.act('int-accept', {
      subject: project.id,
      public: { projectId: project.id, unifiedDealCode, acceptedAt: work.now, officerId, decisionCode },
      docs: { intakeForm },
      facts: {
        decisionCode, promiseSigned: project.data.promisedAt !== undefined, submittedAt: Date.parse(project.data.submittedAt ?? work.now),
        ...(first ? { param: lotParam(first.data) } : {}),
      },
    });
    work.result = { projectId: project.id, decisionCode, unifiedDealCode };
  },
});

function requireGrounds(project: Project, { decisionCode, reason, defects }: Input): void {
  if (decisionCode === 'correct' && project.correctedOnce) throw new Refusal('correction-once', { field: 'decisionCode' });
  if (decisionCode === 'correct' && defects.length === 0) throw new Refusal('invalid-input', { field: 'defects' });
  if (decisionCode === 'refuse' && reason === '') throw new Refusal('invalid-input', { field: 'reason' });
}

/** 统一交易标识码: one code by which every platform names the deal. */
function dealCode(project: Project, cmd: Cmd<Input>): string {
  return `UD${categoryOf(project.category).prefix.toUpperCase()}${project.regionCode}${cmd.now.slice(0, 10).replaceAll('-', '')}${Buffer.from(cmd.chance.bytes(5)).toString('hex').toUpperCase()}`;
}
