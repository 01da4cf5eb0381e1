import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LotRead, RoundsRead } from '../../contracts/reads.ts';
import { Client, ProblemError } from '../client.ts';
import { readKeys } from '../keys.ts';
import { demoRepresentative, expertClient, guest, representativesOf } from '../people.ts';
import { attempt, attempted, type Attendance, type Said } from './attempt.ts';
import { memberTurn, type MemberView, type Turn } from './member.ts';
import { keep } from './memory.ts';
import { nextRound, quotesAwaited } from './rounds.ts';

/** Every expert who is called comes. What phones were told before this lot's draw is other people's business. */
export async function answerPhones(at: Attendance): Promise<void> {
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
    await attempt(at, [`专家（${masked(phone)}）`, `an expert (${masked(phone)})`], ['接听电话，答应出席', 'answers the phone and will come'], () => client.post('/sandbox/sms/reply', { phone, extend, content: '1' }));
  }
}

function masked(phone: string): string { return phone.replace(/^(\d{3})\d{4}/, '$1****'); }

/** 评标, until nobody has anything left to do: the experts who came, and whoever sits for the tenderer, unless the tenderer has named a person of its own. */
export async function evaluate(at: Attendance, lot: LotRead): Promise<void> {
  await gather(at, lot);
  for (let passes = 0; passes < passesMax && await everyMember(at, lot); passes += 1);
}

/** What the first member who sits here reads of the session; null before it has begun. */
export async function sessionView(at: Attendance): Promise<MemberView | null> {
  for (const client of at.members.values()) {
    const view = await viewOf(client, at.lotId);
    if (view) return view;
  }
  return null;
}

const viewOf = (client: Client, lotId: string): Promise<MemberView | null> => client.get<MemberView>(`/api/v1/lots/${lotId}/evaluation`).catch(unlessMissing);

/** Those who may sit, each signed in once. */
async function gather(at: Attendance, lot: LotRead): Promise<void> {
  const { members, platform } = at;
  for (const entry of at.roster.filter(({ phone }) => at.memory.coming.includes(phone))) {
    if (!members.has(entry.phone)) members.set(entry.phone, await expertClient(platform, entry));
  }
  for (const folder of await representatives(at, lot)) {
    if (!members.has(folder)) members.set(folder, await new Client(platform.url, platform.deployment, await readKeys(folder)).signIn());
  }
}

/** One turn after the other of each member; true when any of them did something. */
async function everyMember(at: Attendance, lot: LotRead): Promise<boolean> {
  let acted = false;
  for (const client of at.members.values()) {
    for (let n = 0; n < turnsMax; n += 1) {
      const view = await viewOf(client, at.lotId);
      const turn = view ? await turnOf(at, lot, { client, view }) : null;
      if (!view || !turn) break;
      const chairs = view.seatNo === view.chairSeatNo;
      const who: Said = [`${view.seatNo} 号席位${chairs ? '组长' : '成员'}`, `${chairs ? 'the chair' : 'the member'} on seat ${view.seatNo}`];
      if (!await attempted(at, who, turn.id, () => (turn.step ? client.step(turn.id, at.lotId, turn.input) : client.act(turn.id, at.lotId, turn.input)))) break;
      acted = true;
    }
  }
  return acted;
}

async function turnOf(at: Attendance, lot: LotRead, { client, view }: { client: Client; view: MemberView }): Promise<Turn | null> {
  if (view.state !== 'detailed') return memberTurn(view);
  const { rounds, now } = await client.get<RoundsRead>(`/api/v1/lots/${at.lotId}/rounds`);
  return quotesAwaited(lot, view, rounds) ? nextRound(view, rounds, { planned: at.rounds, now: Date.parse(now) }) : memberTurn(view);
}

/** Key folders of those who may sit for this tenderer: the demo's own representative, and whoever has sat before. */
async function representatives({ platform }: Attendance, { project }: LotRead): Promise<string[]> {
  // several may bear the name, more than a page holds; who has no seat in this lot's committee reads nothing of it
  const sat = (await tenderersCalled(platform, project.tendererName)).map((entityId) => representativesOf(platform.keys, entityId)).filter((folder) => existsSync(folder));
  return [...sat.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))), demoRepresentative(platform.keys)].filter((one) => existsSync(one));
}

async function tenderersCalled(platform: Attendance['platform'], called: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: { entityId: string; name: string }[]; nextCursor: string | null } = await guest(platform).get(`/api/v1/entities?role=tenderer&limit=100&q=${encodeURIComponent(called)}${cursor === '' ? '' : `&cursor=${cursor}`}`);
    found.push(...page.items.filter(({ name }) => name === called).map(({ entityId }) => entityId));
    cursor = page.nextCursor;
  }
  return found;
}

export function unlessMissing(error: unknown): null {
  if (error instanceof ProblemError && error.code === 'not-found') return null;
  throw error;
}

/** More than any member has to do between two looks. */
const turnsMax = 200;
const passesMax = 10;
