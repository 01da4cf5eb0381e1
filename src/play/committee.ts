import { msPerMinute } from '../kernel/calendar.ts';
import { commitChance, revealChance } from './chance.ts';
import type { Client } from './client.ts';
import { expertClient, representative, type RosterEntry } from './people.ts';
import { specialtyOf, type LotPlay, type Stage } from './stage.ts';
import { each, patience, pause } from './wait.ts';

interface Message { phone: string; extend: string; outId: string }
const inbox = async (client: Client): Promise<Message[]> => (await client.get<{ items: Message[] }>('/sandbox/sms/inbox')).items;
interface DrawCounts { state: string; headcount: number; accepted: number }

interface Call { phone: string; outId: string; callId: string; over?: string }
const calls = async (client: Client): Promise<Call[]> => (await client.get<{ items: Call[] }>('/sandbox/voice/calls')).items;

const noticeMinutes = 60;
const accepts = '1';

/** 专家抽取: drawn by chance, called blindly, answered by phone; returns the committee, representatives last. */
export async function drawCommittee(stage: Stage, lot: LotPlay, committee: { size: number; representatives: number }): Promise<Client[]> {
  const { platform, clock } = stage;
  const { tenderer, agency, category } = lot.project;
  const indexes = Array.from({ length: committee.representatives }, (_, i) => i + 1);
  const representatives = await each(indexes, stage.parallel, (i) => representative(platform, tenderer, `招标人代表${i}`));
  const committed = await commitChance(stage, lot, 'experts');
  const seated = await answerDraw(stage, lot, async () => {
    const evaluationStart = (await clock.now()) + noticeMinutes * msPerMinute;
    await agency.client.act('exp-draw-request', lot.lotId, {
      specialtyNeeds: [{ specialty: specialtyOf[category], headcount: committee.size - committee.representatives }],
      evaluationStart: new Date(evaluationStart).toISOString(), representativeIds: representatives.map((one) => one.accountId),
    });
    await revealChance(stage, lot, committed);
    return evaluationStart;
  });
  return [...seated, ...representatives.map((one) => one.client)];
}

/** The experts of a draw, whoever asks for it and wherever: `asked` is over when the draw has its seed, and tells when the evaluation begins. */
export async function answerDraw(stage: Stage, lot: LotPlay, asked: () => Promise<number>): Promise<Client[]> {
  // calls of earlier draws are other people's business
  const before = new Set((await inbox(lot.project.agency.client)).map((message) => message.extend));
  const evaluationStart = await asked();
  const experts = await answerCalls(stage, lot, before);
  await stage.clock.moveTo(evaluationStart + 1_000);
  return each(experts, stage.parallel, (entry) => expertClient(stage.platform, entry));
}

/** Every expert who is called comes; whoever has accepted when all seats are taken sits. */
async function answerCalls({ roster }: Stage, lot: LotPlay, answered: Set<string>): Promise<RosterEntry[]> {
  const client = lot.project.agency.client;
  const byPhone = new Map(roster.map((entry) => [entry.phone, entry]));
  const accepted = new Map<string, RosterEntry>();
  const end = Date.now() + patience.ms;
  for (;;) {
    const counts = await client.get<DrawCounts>(`/api/v1/lots/${lot.lotId}/draw`);
    if (['sealed', 'unsealed'].includes(counts.state) && accepted.size >= counts.headcount) return [...accepted.values()];
    if (Date.now() > end) throw new Error(`waited in vain: the experts' answers (${counts.accepted} of ${counts.headcount} seats, draw ${counts.state})`);
    for (const message of (await inbox(client)).filter((one) => !answered.has(one.extend))) {
      answered.add(message.extend);
      const entry = byPhone.get(message.phone);
      if (!entry) continue;
      await answer(client, message, answered.size % 2 === 0);
      accepted.set(entry.phone, entry);
    }
    await pause(60);
  }
}

/** Half of them take the call and press a key, the others answer the message; who is called for two trades answers each for itself. */
async function answer(client: Client, message: Message, byVoice: boolean): Promise<void> {
  const call = byVoice ? (await calls(client).catch(() => [])).find((one) => one.outId === message.outId && one.over === undefined) : undefined;
  const heard = call ? (await client.post<{ status: number }>('/sandbox/voice/press', { phone: call.phone, key: accepts, callId: call.callId })).status : 0;
  // a line that broke, or a call that another took meanwhile: the message is still there to be answered
  if (heard !== 200) await client.post('/sandbox/sms/reply', { phone: message.phone, content: accepts, extend: message.extend });
}
