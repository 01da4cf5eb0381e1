import { randomBytes } from 'node:crypto';
import { commitment, contributionBytes } from '../../kernel/chance.ts';
import { msPerMinute } from '../../kernel/calendar.ts';
import { drawsCoefficients, mayDraw, type ChancesRead } from '../../contracts/chances.ts';
import type { LotRead, OpeningRead, TimelineRead } from '../../contracts/reads.ts';
import type { Category } from '../case-file.ts';
import { guest } from '../people.ts';
import { paper, supervisorOf } from '../stage.ts';
import { attempt, refusalOf, type Attendance, type Said } from './attempt.ts';
import { answerPhones, evaluate } from './committee.ts';
import { keep } from './memory.ts';

interface Look { lot: LotRead; now: number; offered: (account: string) => Promise<ReadonlySet<string>> }

const host = 'centre-host';
const centreSays: Said = ['中心', 'the centre'];
const supervisorSays: Said = ['监督部门', 'the supervisor'];
const hostSays: Said = ['主持人', 'the host'];

/** How long before the deadline the hall opens. */
export const liveMinutes = 30;
const purposes = ['coefficients', 'tie', 'experts'] as const;

/** Looks once, and does whatever waits for one of them. True when the trade is over. */
export async function attendOnce(at: Attendance): Promise<boolean> {
  const look = await lookAt(at);
  const { lot } = look;
  await intake(at, look);
  if (mayDraw(lot.stage)) await contribute(at, look);
  await conduct(at, look);
  if (mayDraw(lot.stage)) await answerPhones(at);
  if (lot.stage === 'opened' || lot.stage === 'quoted') await evaluate(at, lot);
  return ['closed', 'terminated'].includes(lot.stage);
}

async function lookAt(at: Attendance): Promise<Look> {
  const { platform, staff, lotId } = at;
  const centre = await staff.as('centre-a');
  const [lot, { now }] = await Promise.all([centre.get<LotRead>(`/api/v1/lots/${lotId}`), guest(platform).get<{ now: string }>('/api/v1/platform')]);
  at.trade = lot.category;
  const seen = new Map<string, Promise<ReadonlySet<string>>>();
  const offered = (account: string): Promise<ReadonlySet<string>> => {
    const found = seen.get(account) ?? staff.as(account).then((client) => client.get<{ items: { id: string }[] }>(`/api/v1/lots/${lotId}/actions`)).then(({ items }) => new Set(items.map(({ id }) => id)));
    seen.set(account, found);
    return found;
  };
  return { lot, now: Date.parse(now), offered };
}

/** 受理. */
async function intake(at: Attendance, { lot, offered }: Look): Promise<void> {
  if (lot.stage !== 'intake-pending' || !(await offered('centre-a')).has('int-accept')) return;
  const centre = await at.staff.as('centre-a');
  // a refused try stays in the evidence of the trade: the centre waits for the promise, as its clerk would
  const { steps } = await centre.get<TimelineRead>(`/api/v1/lots/${at.lotId}/timeline`);
  if (!steps.some(({ acts }) => acts.some(({ fp }) => fp === 'int-promise'))) return;
  await attempt(at, centreSays, 'int-accept', async () => centre.act('int-accept', lot.project.projectId, { decisionCode: 'accept', intakeForm: await paper(centre, `受理单：${lot.projectName}`) }));
}

/** The supervisor's part in every draw: committed to in time, told when it is asked for. */
async function contribute(at: Attendance, { lot }: Look): Promise<void> {
  const client = await at.staff.as(supervisorOf[lot.category as Category]);
  const { items } = await guest(at.platform).get<ChancesRead>(`/api/v1/lots/${at.lotId}/chances`);
  for (const purpose of purposes.filter((one) => one !== 'coefficients' || drawsCoefficients(lot.evaluation?.benchmark))) {
    const chance = items.findLast((one) => one.purpose === purpose);
    if (chance && !(chance.state === 'void' || (chance.state === 'committing' && !chance.contributions.some(({ commit }) => commit in at.memory.contributions)))) continue;
    const [r, salt] = [randomBytes(contributionBytes), randomBytes(16)];
    const commit = commitment(r, salt);
    at.memory.contributions[commit] = { r: r.toString('hex'), salt: salt.toString('hex') };
    await keep(at.file, at.memory);
    await attempt(at, supervisorSays, [`为${drawn[purpose][0]}提交随机数承诺`, `commits to a number for the draw of ${drawn[purpose][1]}`], () => client.gov('chance-commit', at.lotId, { purpose, commit }));
  }
  for (const chance of items.filter(({ state }) => state === 'revealing')) {
    const own = chance.contributions.find(({ commit, revealedAt }) => revealedAt === undefined && commit in at.memory.contributions);
    const purpose = purposes.find((one) => one === chance.purpose);
    if (own) await attempt(at, supervisorSays, [`为${purpose ? drawn[purpose][0] : chance.purpose}公开随机数`, `tells the number for the draw of ${purpose ? drawn[purpose][1] : chance.purpose}`], () => client.gov('chance-reveal', at.lotId, { chanceId: chance.chanceId, ...at.memory.contributions[own.commit] }));
  }
}

const drawn: Readonly<Record<(typeof purposes)[number], Said>> = { coefficients: ['评标基准系数抽取', 'coefficients'], tie: ['并列抽签', 'equal bids'], experts: ['专家抽取', 'experts'] };

/** 开标: the host goes on as soon as the bidders have done their part. */
async function conduct(at: Attendance, { lot, now, offered }: Look): Promise<void> {
  const deadline = Date.parse(lot.bidDeadline ?? '');
  if (!(now >= deadline - liveMinutes * msPerMinute) || !['noticed', 'deadline-passed', 'opening'].includes(lot.stage)) return;
  const client = await at.staff.as(host);
  const may = await offered(host);
  const act: Act = (id, input = {}, said: string | Said = id) => refusalOf(at, hostSays, said, () => client.act(id, at.lotId, input));
  const opening = await guest(at.platform).get<OpeningRead>(`/api/v1/lots/${at.lotId}/opening`);
  if (may.has('liv-start')) await act('liv-start');
  if (may.has('opn-start') && lot.stage === 'deadline-passed') {
    // how few are too few the platform knows: the law's number, or the one in the plan of this procurement
    if (await act('opn-start') === 'r-min-bidders') await attempt(at, hostSays, 'do-too-few', () => client.step('do-too-few', at.lotId, {}));
  } else if (may.has('opn-list') && opening.state === 'started') await act('opn-list');
  else if (opening.state === 'decrypted') await announce(act, opening);
  else if (may.has('opn-coefficient') && opening.draws.some(({ result }) => result === undefined)) await coefficients(at, act);
}

/** `said`: what it is called where it is not what the catalogue calls it. */
type Act = (id: string, input?: Record<string, unknown>, said?: string | Said) => Promise<string | null>;

async function announce(act: Act, { bidders, unpriced }: OpeningRead): Promise<void> {
  for (const { bidSeq } of bidders.filter(({ status, reasonZh }) => status === 'sealed' || (status === 'failed' && reasonZh === undefined))) await act('opn-decrypt', { bidSeq, result: 'failed', failureCause: 'bidder' });
  if (bidders.some(({ status }) => status === 'decrypted')) await act('opn-announce', {}, unpriced ? ['公布响应供应商名单，不宣读报价', 'tells who has responded; prices are not read out'] : 'opn-announce');
}

async function coefficients(at: Attendance, act: Act): Promise<void> {
  const { items } = await guest(at.platform).get<ChancesRead>(`/api/v1/lots/${at.lotId}/chances`);
  if (items.findLast(({ purpose }) => purpose === 'coefficients')?.state === 'drawn') await act('opn-coefficient');
}
