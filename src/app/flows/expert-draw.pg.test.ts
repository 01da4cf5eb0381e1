import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSmsSandbox, type SmsSandbox } from '../../../sandbox/sms/index.ts';
import { startVoiceSandbox, type VoiceSandbox } from '../../../sandbox/voice/index.ts';
import { commitChance, equalityKey, drawChance, LOT_START, stage } from '../../../tests/support/committee-stage.ts';
import { smsClient, smsConfig } from '../../platform/sms.ts';
import { voiceClient, voiceConfig } from '../../platform/voice.ts';
import { SYSTEM_ACTOR, type System } from '../../platform/system.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { specs as drawSpecs } from '../../modules/expert-draw/index.ts';
import { specs as evaluationSpecs, type Evaluation } from '../../modules/evaluation/index.ts';
import type { Lot } from '../../modules/project-intake/index.ts';
import { evaluationFlows } from './evaluation.ts';
import { drawFlows, smsFlow, smsReplies, voiceAnswers, voiceFlow } from './expert-draw.ts';

let database: TestDatabase;
let sandbox: SmsSandbox;
let telephones: VoiceSandbox;
beforeAll(async () => { database = await testDatabase(); sandbox = await startSmsSandbox({ accessKeyId: 'id', accessKeySecret: 'secret' }); telephones = await startVoiceSandbox({ accessKeyId: 'id', accessKeySecret: 'secret' }); });
afterAll(async () => { await sandbox.close(); await telephones.close(); await database.close(); });

it('from drawn chance over the gateways and back to a seated committee, by message and by key', async () => {
  const at = await stage(database.pool);
  const specs = [...drawSpecs(equalityKey), ...evaluationSpecs];
  const spec = (id: string) => specs.find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
  const system: System = async (id, subject, input) => (await at.play.act(spec(id), SYSTEM_ACTOR, subject, input)).result;
  const config = smsConfig({ QINGLAN_SMS_URL: sandbox.url, QINGLAN_SMS_KEY_ID: 'id', QINGLAN_SMS_KEY_SECRET: 'secret' }) ?? expect.fail();
  const voice = voiceConfig({ QINGLAN_VOICE_URL: telephones.url, QINGLAN_VOICE_KEY_ID: 'id', QINGLAN_VOICE_KEY_SECRET: 'secret', QINGLAN_VOICE_NUMBER: '057100000000' }) ?? expect.fail();
  const flows = [...drawFlows, ...evaluationFlows, smsFlow(smsClient(config)), voiceFlow(voiceClient(voice))];
  // the worker's loop in small: each message to the flows of its topic, twice, since delivery is at least once
  const drain = async () => {
    for (;;) {
      const { rows } = await database.pool.query<{ id: string; topic: string; payload: Record<string, unknown> }>('select id, topic, payload from outbox where done_at is null order by id limit 1');
      const [row] = rows;
      if (!row) return;
      for (const flow of flows) if (flow.topic === row.topic) for (const _ of ['sms.send', 'voice.call'].includes(row.topic) ? [1] : [1, 2]) await flow.run(row.payload, system);
      await database.pool.query('update outbox set done_at = now() where id = $1', [row.id]);
    }
  };
  const callback = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const answers = request.url === '/voice' ? voiceAnswers : smsReplies;
      answers(database.pool, system, JSON.parse(Buffer.concat(chunks).toString())).then((body) => response.end(JSON.stringify(body)), (error: unknown) => { response.statusCode = 500; response.end(String(error)); });
    });
  });
  await new Promise<void>((resolve) => { callback.listen(0, '127.0.0.1', resolve); });
  sandbox.setUpUrl(`http://127.0.0.1:${(callback.address() as AddressInfo).port}/`);
  telephones.setReportUrl(`http://127.0.0.1:${(callback.address() as AddressInfo).port}/voice`);

  const parties = await commitChance(at, 'experts');
  const request = { specialtyNeeds: [{ specialty: 'A08', headcount: 4 }], evaluationStart: LOT_START, representativeIds: [at.representative.accountId] };
  const { result } = await at.play.act(spec('exp-draw-request'), at.tenderer, at.lotId, request);
  await drawChance(at, String(result['chanceId']), parties);
  await drain();
  expect(sandbox.inbox()).toHaveLength(4);
  // the call says what the message says: when and where, never what for
  expect(telephones.calls().map(({ phone, params, keys }) => ({ phone, params, keys }))).toEqual(sandbox.inbox().map(({ phone, params }) => ({ phone, params, keys: ['1', '2', '3'] })));
  expect(JSON.stringify(telephones.calls())).not.toMatch(/项目|招标人|标段/);
  for (const [i, { phone }] of sandbox.inbox().entries()) {
    // one lets it ring first and takes the message; a key after the answer changes nothing
    if (i === 0) expect([await telephones.ring(phone), await sandbox.reply(phone, '1 参加')]).toEqual([200, 200]);
    else if (i === 1) expect([await telephones.press(phone, '1'), await sandbox.reply(phone, '1')]).toEqual([200, 200]);
    else expect(await telephones.press(phone, '1')).toBe(200);
  }
  expect((await at.play.get('draw', String(result['drawId'])))?.state).toBe('sealed');
  await at.play.setNow(LOT_START);
  await database.pool.query("update record set state = 'opened' where id = $1", [at.lotId]);
  await database.pool.query("insert into outbox (topic, payload) values ('opening.closed', $1)", [{ lotId: at.lotId }]);
  await drain();
  const lot = await at.play.get<Lot>('lot', at.lotId);
  const session = await at.play.get<Evaluation>('evaluation', lot?.data.evaluationSessionId ?? '');
  expect(session?.data.members.map((member) => member.role)).toEqual(['expert', 'expert', 'expert', 'expert', 'owner-rep']);
  callback.close();
});
