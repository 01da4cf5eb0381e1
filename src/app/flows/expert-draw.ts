import type { Pool } from 'pg';
import type { Flow, System } from '../../platform/system.ts';
import { parseSmsUp, type SmsClient } from '../../platform/sms.ts';
import { parseVoiceReport, type VoiceClient } from '../../platform/voice.ts';

/** Draw, calls and unsealing: what follows when chance has spoken, an SMS must leave, or the list is to open. */
export const drawFlows: readonly Flow[] = [
  onChance('chance.drawn', 'exp-draw-run'),
  onChance('chance.void', 'exp-draw-run'),
  { topic: 'chance.committed', run: async (payload, system) => { if (payload['purpose'] === 'experts') await system('exp-draw-freeze', lotIdOf(payload), {}); } },
  // the opening is over: an evaluation whose start has passed meanwhile may begin
  { topic: 'opening.closed', run: unseal },
  { topic: 'draw.sealed', run: unseal },
  { topic: 'lot.resumed', run: async ({ lotId, at }, system) => { await system('draw-resumed', String(lotId), { at }); } },
  { topic: 'draw.moved', run: async ({ lotId, ...moved }, system) => { await system('draw-moved', String(lotId), moved); } },
];

/** An expert has changed: every draw that has him on a seat is judged again. Lists that are frozen are judged when a seat is filled. */
export function expertFlow(pool: Pool): Flow {
  return {
    topic: 'expert.changed',
    async run(payload, system) {
      const { rows } = await pool.query<{ lot_id: string }>(
        `select lot_id from record where kind = 'draw' and state in ('notifying', 'sealed', 'unsealed') and data->'seats' @> jsonb_build_array(jsonb_build_object('expertId', $1::text))`, [payload['expertId']]);
      for (const row of rows) await system('exp-recheck', row.lot_id, {});
    },
  };
}

/** Blind calls leave by the gateway. Without one they fail loudly and are tried again, never dropped. */
export function smsFlow(sms: SmsClient | null): Flow {
  return {
    topic: 'sms.send',
    async run(payload) {
      if (!sms) throw new Error('no SMS gateway: set QINGLAN_SMS_URL, QINGLAN_SMS_KEY_ID and QINGLAN_SMS_KEY_SECRET');
      const { callId, phone, template, params, extend } = payload as { callId: string; phone: string; template: string; params: Record<string, string>; extend: string };
      await sms.send({ id: callId, phone, template, params, extend });
    },
  };
}

/** 1 comes, 2 cannot, 3 must stay away. */
const KEYS: readonly string[] = ['1', '2', '3'];

/** The same notice by an automatic call. Without a voice gateway the message stands alone. */
export function voiceFlow(voice: VoiceClient | null): Flow {
  return {
    topic: 'voice.call',
    async run(payload) {
      const { callId, phone, template, params } = payload as { callId: string; phone: string; template: string; params: Record<string, string> };
      await voice?.call({ id: callId, phone, template, params, keys: KEYS });
    },
  };
}

/** The provider's report of a call (VoiceReport): the key that was pressed answers the call of that id. Unknown ids are passed over. */
export async function voiceAnswers(pool: Pool, system: System, body: unknown): Promise<{ code: 0; msg: string }> {
  for (const { id, phone, key } of parseVoiceReport(body)) {
    const { rows } = await pool.query<{ lot_id: string }>("select lot_id from record where kind = 'sms-call' and id::text = $1", [id]);
    if (rows[0]) await system('exp-reply', rows[0].lot_id, { callId: id, phone, content: key });
  }
  return { code: 0, msg: '成功' };
}

/** The gateway's callback (SmsUp): each answer to the call its extension number names. Unknown numbers are passed over. */
export async function smsReplies(pool: Pool, system: System, body: unknown): Promise<{ code: 0; msg: string }> {
  for (const { phone, content, extend } of parseSmsUp(body)) {
    const { rows } = await pool.query<{ id: string; lot_id: string }>("select id, lot_id from record where kind = 'sms-call' and key = $1", [extend]);
    const call = rows[0];
    if (call) await system('exp-reply', call.lot_id, { callId: call.id, phone, content });
  }
  return { code: 0, msg: '成功' };
}

function onChance(topic: string, specId: string): Flow {
  return { topic, run: async (payload, system) => { if (payload['purpose'] === 'experts') await system(specId, lotIdOf(payload), { chanceId: payload['chanceId'] }); } };
}

async function unseal(payload: Record<string, unknown>, system: System): Promise<void> {
  await system('exp-unseal', lotIdOf(payload), {});
}

function lotIdOf(payload: Record<string, unknown>): string {
  return String(payload['lotId']);
}
