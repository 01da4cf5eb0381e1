import { dayOf, isWorkingDay, msPerDay, msPerHour, startOfDay } from '../kernel/calendar.ts';
import { earliestAt } from '../kernel/limits.ts';
import { mustParam } from '../kernel/params.ts';
import { titled } from '../kernel/title.ts';
import { inTrade } from '../kernel/trade-words.ts';
import { fenOf, type CaseLot } from './case-file.ts';
import { ProblemError, type Client } from './client.ts';
import { evaluationTerms } from './evaluation-terms.ts';
import { guest } from './people.ts';
import { paper, type LotPlay, type ProjectPlay, type Stage } from './stage.ts';
import { until } from './wait.ts';

/** 招标文件 and 公告: sealed, reviewed, announced, booked, issued, with the shortest lawful periods unless told otherwise. */
export async function issueDocuments(stage: Stage, project: ProjectPlay, lot: CaseLot, bidDeadline?: number, announced: (play: LotPlay, deadline: number) => Promise<void> = announce): Promise<LotPlay> {
  if (project.noticeFrom !== undefined) await stage.clock.moveTo(project.noticeFrom);
  const play = await sealDocuments(stage, project, lot);
  const deadline = bidDeadline ?? await lawfulDeadline(stage, project);
  await announced(play, deadline);
  await bookHall(play, deadline);
  await issue(stage, play, lot, deadline);
  return play;
}

export async function sealDocuments({ platform, tenderDocument }: Stage, project: ProjectPlay, lot: CaseLot): Promise<LotPlay> {
  const lotId = project.lots.get(lot.lotNo);
  if (lotId === undefined) throw new Error(`the project has no lot ${lot.lotNo}`);
  const { agency: { client }, titleZh, category } = project;
  const { items } = await guest(platform).get<{ items: { custodianId: string; role: string }[] }>('/api/v1/custodians');
  const custodianIds = ['centre-review', 'supervisor', 'auditor'].map((role) => items.find((one) => one.role === role)?.custodianId ?? '');
  const document = await tenderDocument?.(project, lot, lotId);
  const file = document ? { sha256: (await client.upload(document.bytes)).sha256, name: document.name }
    : { sha256: await paper(client, `招标文件：${titleZh} ${lot.lotNo}\n${JSON.stringify(lot.evaluation)}`), name: `${inTrade('招标文件', category, 'zh')}.txt` };
  const { result } = await client.act<{ docId: string; docHash: string }>('doc-seal', lotId, {
    files: [file],
    evaluation: evaluationTerms(lot.evaluation), custodianIds, ...(await admissionTerms(lot, client, titleZh)),
    qualification: '具有独立法人资格和承担本项目的能力', terms: { ...(lot.consortium ? {} : { consortiumAllowed: '不接受联合体' }), ...(category === 'gov-procurement' ? { requirements: titled(titleZh, '采购需求'), policyRequirements: '执行政府采购扶持中小企业等政策' } : {}), ...CONTRACT_TERMS },
  });
  await client.act('doc-fair-review', lotId, { docId: result.docId, docHash: result.docHash, result: 'pass', reviewForm: await paper(client, `公平竞争审查表：${titleZh}`) });
  return { lotId, lotNo: lot.lotNo, project, evaluation: lot.evaluation, docId: result.docId, plan: lot };
}

/** As most documents have them; a trade of the demonstration is to be read like one. */
const CONTRACT_TERMS = { payment: '合同签订后付 10% 预付款，按进度付至 80%，验收合格后付至 97%，其余为质量保证金，保修期满无息退还。', warranty: '自验收合格之日起 2 年。', liability: '逾期一日按合同价的 0.05% 支付违约金，累计不超过合同价的 5%。', security: '合同价的 5%，可以用银行保函、保险保单或者担保公司保函。' };

/** What the documents say of who may take part. */
async function admissionTerms({ prequalification, consortium }: CaseLot, client: Client, titleZh: string) {
  const { method, limit } = prequalification ?? {};
  const files = prequalification ? [{ sha256: await paper(client, `资格预审文件：${titleZh}`), name: '资格预审文件.txt' }] : [];
  return { ...(method ? { prequalification: { method, files, ...(limit === undefined ? {} : { limit }) } } : {}), ...(consortium ? { consortium } : {}) };
}

/** The first working morning that gives bidders all the time the law does. */
export async function lawfulDeadline({ clock }: Stage, { category, kind }: Pick<ProjectPlay, 'category' | 'kind'>): Promise<number> {
  const now = await clock.now();
  const from = now + msPerHour;
  const earliest = earliestAt(mustParam('minBidPeriod', { category, kind, objectType: 'works' }), from).at;
  let day = dayOf(Math.max(earliest, saleEnd(now, { category, kind }) + msPerHour));
  while (!isWorkingDay(day)) day += 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

async function announce({ lotId, project }: LotPlay, bidDeadline: number): Promise<void> {
  const { agency: { client }, titleZh, category } = project;
  const say = (text: string) => inTrade(text, category, 'zh');
  await client.act('not-publish', lotId, { noticeType: 'tender', title: titled(titleZh, say('招标公告')), noticeFile: await paper(client, `${say('招标公告')}：${titleZh}`), bidDeadline: iso(bidDeadline) });
}

export async function bookHall({ lotId, project: { agency: { client } } }: LotPlay, bidDeadline: number): Promise<void> {
  await client.act('int-schedule', lotId, { slotType: 'opening', roomId: `hall-${lotId.slice(0, 8)}`, slotStart: iso(bidDeadline), slotEnd: iso(bidDeadline + 4 * msPerHour) });
}

/** The custodians show first, by a test share, that their keys work; until then the platform issues nothing. */
export async function issue({ clock }: Stage, play: LotPlay, lot: CaseLot, bidDeadline: number): Promise<void> {
  const { project: { agency: { client }, category, kind }, lotId } = play;
  const input = {
    saleEnd: iso(Math.min(saleEnd(await clock.now(), { category, kind }), bidDeadline - msPerHour)), bidDeadline: iso(bidDeadline), bidValidDays: 90,
    ...(lot.depositYuan === undefined ? {} : { depositFen: Number(fenOf(lot.depositYuan)) }),
    ...(category === 'gov-procurement' ? { smeReserved: false } : {}),
  };
  await until('the custodians\' test shares', () => client.act('doc-issue', lotId, input).then(() => true, (error: unknown) => {
    if (error instanceof ProblemError && error.code === 'custody-unproved') return false;
    throw error;
  }), { pauseMs: 250 });
  play.bidDeadline = bidDeadline;
}

function saleEnd(from: number, { category, kind }: Pick<ProjectPlay, 'category' | 'kind'>): number {
  return earliestAt(mustParam('minDocPeriod', { category, kind }), from + msPerHour).at + msPerDay / 2;
}

function iso(at: number): string { return new Date(at).toISOString(); }
