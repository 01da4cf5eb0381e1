import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commitment, contributionBytes } from '../../kernel/chance.ts';
import { msPerMinute } from '../../kernel/calendar.ts';
import { drawsCoefficients, type ChancesRead } from '../../contracts/chances.ts';
import type { LotRead, OpeningRead } from '../../contracts/reads.ts';
import type { KindId } from '../../../catalogue/index.ts';
import type { Category } from '../case-file.ts';
import { Client, ProblemError } from '../client.ts';
import { readKeys } from '../keys.ts';
import { expertClient, guest, representativesOf, type Platform, type RosterEntry, type Staff } from '../people.ts';
import { leastOf } from '../procurement.ts';
import { paper, supervisorOf } from '../stage.ts';
import { memberTurn, type MemberView } from './member.ts';
import { keep, type Memory } from './memory.ts';

/** Everybody but the market: centre, host, supervisor, experts. The market's side is played by whoever sits at the screens. */
export interface Attendance {
  platform: Platform; staff: Staff; roster: readonly RosterEntry[]; lotId: string;
  memory: Memory; file: string;
  /** one line of what was done, or why it was not */
  tell: (line: string) => void;
}
interface Look { lot: LotRead; now: number; offered: (account: string) => Promise<ReadonlySet<string>> }

const host = 'centre-host';

const liveMinutes = 30;
const purposes = ['coefficients', 'tie', 'experts'] as const;
const drawing = ['docs-reviewed', 'noticed', 'deadline-passed', 'opening', 'adjourned', 'opened'];

/** Looks once, and does whatever waits for one of them. True when the trade is over. */
export async function attendOnce(at: Attendance, members: Map<string, Client>): Promise<boolean> {
  const look = await lookAt(at);
  await intake(at, look);
  if (drawing.includes(look.lot.stage)) await contribute(at, look);
  await conduct(at, look);
  await answerPhones(at, look);
  if (look.lot.stage === 'opened') await evaluate(at, members);
  return ['closed', 'terminated'].includes(look.lot.stage);
}

async function lookAt({ platform, staff, lotId }: Attendance): Promise<Look> {
  const centre = await staff.as('centre-a');
  const [lot, { now }] = await Promise.all([centre.get<LotRead>(`/api/v1/lots/${lotId}`), guest(platform).get<{ now: string }>('/api/v1/platform')]);
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
  await attempt(at, 'centre-a', 'int-accept', async () => centre.act('int-accept', lot.project.projectId, { decisionCode: 'accept', intakeForm: await paper(centre, `受理单：${lot.projectName}`) }));
}

/** The supervisor's part in every draw: committed to in time, told when it is asked for. */
async function contribute(at: Attendance, { lot }: Look): Promise<void> {
  const account = supervisorOf[lot.category as Category];
  const client = await at.staff.as(account);
  const { items } = await guest(at.platform).get<ChancesRead>(`/api/v1/lots/${at.lotId}/chances`);
  for (const purpose of purposes.filter((one) => one !== 'coefficients' || drawsCoefficients(lot.evaluation?.benchmark))) {
    const chance = items.findLast((one) => one.purpose === purpose);
    if (chance && !(chance.state === 'void' || (chance.state === 'committing' && !chance.contributions.some(({ commit }) => commit in at.memory.contributions)))) continue;
    const [r, salt] = [randomBytes(contributionBytes), randomBytes(16)];
    const commit = commitment(r, salt);
    at.memory.contributions[commit] = { r: r.toString('hex'), salt: salt.toString('hex') };
    await keep(at.file, at.memory);
    await attempt(at, account, `chance-commit ${purpose}`, () => client.gov('chance-commit', at.lotId, { purpose, commit }));
  }
  for (const chance of items.filter(({ state }) => state === 'revealing')) {
    const own = chance.contributions.find(({ commit, revealedAt }) => revealedAt === undefined && commit in at.memory.contributions);
    if (own) await attempt(at, account, `chance-reveal ${chance.purpose}`, () => client.gov('chance-reveal', at.lotId, { chanceId: chance.chanceId, ...at.memory.contributions[own.commit] }));
  }
}

/** 开标: the host goes on as soon as the bidders have done their part. */
async function conduct(at: Attendance, { lot, now, offered }: Look): Promise<void> {
  const deadline = Date.parse(lot.bidDeadline ?? '');
  if (!(now >= deadline - liveMinutes * msPerMinute) || !['noticed', 'deadline-passed', 'opening'].includes(lot.stage)) return;
  const client = await at.staff.as(host);
  const may = await offered(host);
  const act = (id: string, input: Record<string, unknown> = {}): Promise<void> => attempt(at, host, id, () => client.act(id, at.lotId, input));
  const opening = await guest(at.platform).get<OpeningRead>(`/api/v1/lots/${at.lotId}/opening`);
  if (may.has('liv-start')) await act('liv-start');
  const least = leastOf({ category: lot.category as Category, kind: lot.kind as KindId }, {});
  if (lot.stage === 'deadline-passed' && opening.bidCount !== undefined && opening.bidCount < least) await attempt(at, host, 'do-too-few', () => client.step('do-too-few', at.lotId, {}));
  else if (may.has('opn-start') && lot.stage === 'deadline-passed') await act('opn-start');
  else if (may.has('opn-list') && opening.state === 'started') await act('opn-list');
  else if (opening.state === 'decrypted') await announce(act, opening);
  else if (may.has('opn-coefficient') && opening.draws.some(({ result }) => result === undefined)) await coefficients(at, act);
}

async function announce(act: (id: string, input?: Record<string, unknown>) => Promise<void>, { bidders }: OpeningRead): Promise<void> {
  for (const { bidSeq } of bidders.filter(({ status, reasonZh }) => status === 'sealed' || (status === 'failed' && reasonZh === undefined))) await act('opn-decrypt', { bidSeq, result: 'failed', failureCause: 'bidder' });
  if (bidders.some(({ status }) => status === 'decrypted')) await act('opn-announce');
}

async function coefficients(at: Attendance, act: (id: string) => Promise<void>): Promise<void> {
  const { items } = await guest(at.platform).get<ChancesRead>(`/api/v1/lots/${at.lotId}/chances`);
  if (items.findLast(({ purpose }) => purpose === 'coefficients')?.state === 'drawn') await act('opn-coefficient');
}

/** Every expert who is called comes. What phones were told before this lot's draw is other people's business. */
async function answerPhones(at: Attendance, { lot }: Look): Promise<void> {
  if (!drawing.includes(lot.stage)) return;
  const client = await at.staff.as('centre-a');
  const { items } = await client.get<{ items: { phone: string; extend: string }[] }>('/sandbox/sms/inbox');
  // read after the messages: none of those is this lot's if its draw has not been made by now
  const calling = await client.get<{ state: string }>(`/api/v1/lots/${at.lotId}/draw`).then(({ state }) => ['drawn', 'notifying', 'sealed', 'unsealed'].includes(state), unlessMissing);
  const phones = new Set(at.roster.map(({ phone }) => phone));
  for (const { phone, extend } of items.filter((one) => phones.has(one.phone) && !at.memory.answered.includes(one.extend))) {
    at.memory.answered.push(extend);
    if (!calling) continue;
    if (!at.memory.coming.includes(phone)) at.memory.coming.push(phone);
    await keep(at.file, at.memory);
    await attempt(at, phone.replace(/^(\d{3})\d{4}/, '$1****'), 'exp-reply', () => client.post('/sandbox/sms/reply', { phone, extend, content: '1' }));
  }
}

/** 评标, until nobody has anything left to do: the experts who came, and whoever sits for the tenderer, unless the tenderer has named a person of its own. */
async function evaluate(at: Attendance, members: Map<string, Client>): Promise<void> {
  await gather(at, members);
  for (let passes = 0; passes < passesMax && await everyMember(at, members); passes += 1);
}

/** Those who may sit, each signed in once. */
async function gather(at: Attendance, members: Map<string, Client>): Promise<void> {
  for (const entry of at.roster.filter(({ phone }) => at.memory.coming.includes(phone))) {
    if (!members.has(entry.phone)) members.set(entry.phone, await expertClient(at.platform, entry));
  }
  for (const folder of await representatives(at)) {
    if (!members.has(folder)) members.set(folder, await new Client(at.platform.url, at.platform.deployment, await readKeys(folder)).signIn());
  }
}

/** One turn after the other of each member; true when any of them did something. */
async function everyMember(at: Attendance, members: Map<string, Client>): Promise<boolean> {
  let acted = false;
  for (const client of members.values()) {
    const view = await client.get<MemberView>(`/api/v1/lots/${at.lotId}/evaluation`).catch(unlessMissing);
    if (!view) continue;
    for (let turn = memberTurn(view), n = 0; turn && n < turnsMax; turn = memberTurn(await client.get<MemberView>(`/api/v1/lots/${at.lotId}/evaluation`)), n += 1) {
      const { id, input } = turn;
      if (!await attempted(at, `seat ${view.seatNo}`, id, () => client.act(id, at.lotId, input))) break;
      acted = true;
    }
  }
  return acted;
}

/** Key folders of those who have represented this tenderer before. */
async function representatives({ platform, lotId, staff }: Attendance): Promise<string[]> {
  const { project } = await (await staff.as('centre-a')).get<LotRead>(`/api/v1/lots/${lotId}`);
  const { items } = await guest(platform).get<{ items: { entityId: string; name: string }[] }>(`/api/v1/entities?role=tenderer&q=${encodeURIComponent(project.tendererName)}`);
  const tenderer = items.find(({ name }) => name === project.tendererName);
  if (!tenderer) return [];
  const folder = representativesOf(platform.keys, tenderer.entityId);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function unlessMissing(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'not-found') return null;
  throw error;
}

/** More than any member has to do between two looks. */
const turnsMax = 200;
const passesMax = 10;

async function attempt(at: Attendance, who: string, what: string, act: () => Promise<unknown>): Promise<void> { await attempted(at, who, what, act); }

/** What is refused is told, and tried again with the next look: it may wait for somebody else. */
async function attempted(at: Attendance, who: string, what: string, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    at.tell(`${who}: ${what}`);
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    at.tell(`${who}: ${what} is not possible yet: ${error.message}`);
    return false;
  }
}
