import { randomUUID } from 'node:crypto';
import { dateText, dayOf, msPerDay } from '../kernel/calendar.ts';
import type { KindId } from '../../catalogue/index.ts';
import { earliestAt } from '../kernel/limits.ts';
import { mustParam, param } from '../kernel/params.ts';
import { inTrade } from '../kernel/trade-words.ts';
import { fenOf, scores, type CaseLot, type Category } from './case-file.ts';
import { found, type Company } from './people.ts';
import { industryOf, paper, type LotPlay, type ProjectPlay, type Stage } from './stage.ts';

export interface ProjectPlan { category: Category; kind: KindId; titleZh: string; /** what it is for, and how long it takes */ overview?: string; duration?: string; lots: readonly CaseLot[]; tendererName?: string; agencyName?: string; /** procurement that may not wait for an intention */ urgent?: boolean; /** the notice follows so much later, and its plan says so */ noticeAt?: number; tenderer?: Company; agency?: Company }

/** 项目进场: from the draft to the acceptance; in procurement with the intention and its thirty days before. */
export async function takeIn(stage: Stage, plan: ProjectPlan): Promise<ProjectPlay> {
  const project = await draft(stage, plan);
  if (plan.category === 'gov-procurement') await procurementPlan(stage, project, plan);
  else await tenderPlan(stage, project, plan);
  await handIn(project);
  return project;
}

async function handIn({ projectId, titleZh, tenderer: { client } }: ProjectPlay): Promise<void> {
  await client.act('int-submit', projectId, { approvalFile: await paper(client, `立项批复：${titleZh}`) });
  await client.act('int-promise', projectId, { promiseVersion: '2026-1', promiseFile: await paper(client, `进场承诺书：${titleZh}`), signerIdNo: 'DEMO-SIGNER' });
}

/** 重新招标: with the analysis of the failure; the new project is handed in and accepted. */
export async function retender(stage: Stage, { lotId, lotNo, project }: LotPlay): Promise<ProjectPlay> {
  const { tenderer: { client }, titleZh } = project;
  const { result } = await client.step<{ lotId: string; projectId: string }>('do-retender', lotId, { causeAnalysisHash: await paper(client, `流标原因分析：${titleZh}`) });
  const { noticeFrom: _waited, ...kept } = project;
  const again: ProjectPlay = { ...kept, projectId: result.projectId, lots: new Map([[lotNo, result.lotId]]) };
  await handIn(again);
  await accept(stage, again);
  return again;
}

/** 受理 by the centre. */
export async function accept({ staff }: Stage, { projectId, titleZh }: ProjectPlay): Promise<void> {
  const centre = await staff.as('centre-a');
  await centre.act('int-accept', projectId, { decisionCode: 'accept', intakeForm: await paper(centre, `受理单：${titleZh}`) });
}

async function draft({ platform }: Stage, plan: ProjectPlan): Promise<ProjectPlay> {
  const { category, titleZh } = plan;
  const [tenderer, agency] = await Promise.all([
    plan.tenderer ?? found(platform, plan.tendererName ?? (category === 'engineering' ? '示例建设单位' : '示例采购单位'), 'tenderer'),
    plan.agency ?? found(platform, plan.agencyName ?? '示例招标代理机构', 'agency'),
  ]);
  const projectId = randomUUID();
  const numbers = lotNumbers(plan.lots);
  const { result } = await tenderer.client.gov<{ lots: { lotId: string; lotNo: string }[] }>('project-draft', projectId, {
    category, kind: plan.kind, projectName: titleZh, objectType: objectTypeOf(plan), industryId: industryOf[category], regionCode: '330100',
    fundSource: '财政资金', stateFunded: true, overview: plan.overview ?? `${titleZh}的建设内容与需求`, contact: '项目联系人 0571-00000000',
    agencyId: agency.entityId, agencyAgreement: await paper(tenderer.client, `委托代理协议：${titleZh}`),
    lots: plan.lots.map((lot, i) => ({ lotNo: numbers[i], lotName: (plan.lots.length === 1 ? titleZh : `${titleZh}（标段 ${lot.lotNo}）`).slice(0, 100), duration: plan.duration ?? inTrade('按招标文件', category, 'zh'), quality: '合格', ...moneyOf(lot, category) })),
  });
  return { projectId, category, kind: plan.kind, titleZh, tenderer, agency, lots: new Map(plan.lots.map((lot, i) => [lot.lotNo, result.lots.find((one) => one.lotNo === numbers[i])?.lotId ?? ''])) };
}

/** As the case has them, unless the platform takes no such number. */
function lotNumbers(lots: readonly CaseLot[]): string[] {
  const fit = lots.every((lot) => /^[0-9A-Za-z-]{1,10}$/.test(lot.lotNo));
  return lots.map((lot, i) => (fit ? lot.lotNo : String(i + 1)));
}

/** Budget, estimate and ceiling as given. Where the law wants a sum that the case leaves open, one that refuses nothing. */
function moneyOf(lot: CaseLot, category: Category): Record<string, number> {
  const { budgetYuan, estimateYuan, ceilingYuan, depositYuan } = lot;
  const given = Object.fromEntries(Object.entries({ budgetFen: budgetYuan, estimateFen: estimateYuan, ceilingFen: ceilingYuan }).flatMap(([key, yuan]) => (yuan === undefined ? [] : [[key, Number(fenOf(yuan))]])));
  const highest = Math.max(1, ...lot.bids.flatMap((bid) => [Number(fenOf(bid.priceYuan)), Number(fenOf(bid.replaces ?? '0.00'))]));
  const open = Math.max(highest, 50 * Number(fenOf(depositYuan ?? '0.00')));
  if (category === 'gov-procurement') return { budgetFen: given['ceilingFen'] ?? open, ...given };
  return Object.keys(given).length > 0 ? given : { estimateFen: open };
}

/** The case does not name the kind of object: the one whose limits its settings keep. */
function objectTypeOf({ category, kind, lots }: ProjectPlan): string {
  if (category === 'engineering') return 'works';
  const weights = lots.filter((lot) => scores(lot.evaluation.method)).map((lot) => (lot.evaluation.priceMax ?? 100) / 100);
  const limit = (name: 'priceWeightMin' | 'priceWeightMax', objectType: string, open: number): number => Number(param(name, { category, kind, objectType })?.value ?? open);
  const fits = (type: string): boolean => weights.every((weight) => weight >= limit('priceWeightMin', type, 0) && weight <= limit('priceWeightMax', type, 1));
  return ['goods', 'services'].find(fits) ?? 'works';
}

/** 采购意向 and 采购计划; the notice may follow when the intention has been public for its time. */
async function procurementPlan({ clock }: Stage, project: ProjectPlay, { urgent, lots }: ProjectPlan): Promise<void> {
  const { projectId, kind, titleZh, tenderer: { client } } = project;
  const published = await clock.now();
  const lead = earliestAt(mustParam('planLead', { category: 'gov-procurement', kind }), published).at;
  if (!urgent) await client.act('gpr-intention', projectId, { plannedMonth: dateText(dayOf(lead)).slice(0, 7), smeReserved: false, intentionFile: await paper(client, `采购意向：${titleZh}`) });
  const fewer = lots.find((lot) => lot.fewerSuppliers)?.fewerSuppliers;
  await client.act('gpr-plan', projectId, {
    planNo: `CG-${projectId.slice(0, 8)}`, method: kind, ...(urgent ? { intentionExemptCode: 'urgent' } : {}), approvalFile: await paper(client, `采购计划备案：${titleZh}`),
    ...(fewer ? { minBiddersOverride: fewer.number, overrideDocNo: fewer.documentNo } : {}),
  });
  if (!urgent) project.noticeFrom = lead + msPerDay / 2;
}

/** 招标计划. A case begins with the notice, so its plan comes too late for that (a soft rule says so); it is public all the same. */
async function tenderPlan({ clock }: Stage, { projectId, titleZh, tenderer: { client } }: ProjectPlay, { lots, noticeAt }: ProjectPlan): Promise<void> {
  const sums = lots.map((lot) => moneyOf(lot, 'engineering'));
  const estimated = sums.some(({ estimateFen }) => estimateFen !== undefined);
  await client.act('not-plan-publish', projectId, {
    plannedNoticeMonth: dateText(dayOf(noticeAt ?? await clock.now())).slice(0, 7), planFile: await paper(client, `招标计划：${titleZh}`),
    items: estimated ? {} : { estimateAmount: sums.reduce((sum, one) => sum + (one['ceilingFen'] ?? one['budgetFen'] ?? 0), 0) },
  });
}
