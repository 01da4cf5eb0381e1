import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseVoiceReport, voiceClient, voiceConfig, type VoiceConfig } from '../../src/platform/voice.ts';
import { startVoiceSandbox, type VoiceSandbox } from './index.ts';

let sandbox: VoiceSandbox;
let config: VoiceConfig;
const call = { id: 'call-1', phone: '13800000001', template: 'expert-call', params: { date: '2026-12-01', time: '09:30', place: '三号评标室' }, keys: ['1', '2', '3'] };

beforeAll(async () => {
  sandbox = await startVoiceSandbox({ accessKeyId: 'id', accessKeySecret: 'secret' });
  config = voiceConfig({ QINGLAN_VOICE_URL: sandbox.url, QINGLAN_VOICE_KEY_ID: 'id', QINGLAN_VOICE_KEY_SECRET: 'secret', QINGLAN_VOICE_NUMBER: '057112345678' }) ?? expect.fail('no configuration');
});
afterAll(() => sandbox.close());

describe('voice gateway', () => {
  it('is there only where it is configured, with a number to call from', () => {
    expect(voiceConfig({ QINGLAN_VOICE_URL: 'x', QINGLAN_VOICE_KEY_ID: 'id', QINGLAN_VOICE_KEY_SECRET: 's' })).toBe(null);
  });

  it('takes a signed call and refuses a forged one', async () => {
    expect((await voiceClient(config).call(call)).callId).toMatch(/\^/);
    expect(sandbox.calls(call.phone)).toMatchObject([{ outId: 'call-1', params: call.params, keys: ['1', '2', '3'], showNumber: '057112345678' }]);
    await expect(voiceClient({ ...config, accessKeySecret: 'guess' }).call(call)).rejects.toThrow('SignatureDoesNotMatch');
    await expect(voiceClient({ ...config, accessKeyId: 'other' }).call(call)).rejects.toThrow('InvalidAccessKeyId.NotFound');
    await expect(voiceClient(config).call({ ...call, phone: '12' })).rejects.toThrow('isv.MOBILE_NUMBER_ILLEGAL');
    await expect(voiceClient(config).call({ ...call, template: 'other' })).rejects.toThrow('no voice template');
    expect(sandbox.calls(call.phone)).toHaveLength(1);
  });

  it('posts the key that was pressed, and that nobody took a call', async () => {
    const got: unknown[] = [];
    const platform = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => { got.push(JSON.parse(text)); response.end('{"code":0,"msg":"成功"}'); });
    });
    await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
    sandbox.setReportUrl(`http://127.0.0.1:${(platform.address() as AddressInfo).port}/report`);
    expect(await sandbox.press(call.phone, '1')).toBe(200);
    expect(parseVoiceReport(got[0])).toEqual([{ id: 'call-1', phone: call.phone, key: '1' }]);
    // the call is over: there is nothing to press any more
    expect(await sandbox.press(call.phone, '2')).toBe(404);
    await voiceClient(config).call({ ...call, id: 'call-2' });
    expect(await sandbox.ring(call.phone)).toBe(200);
    expect(parseVoiceReport(got[1])).toEqual([]);
    expect(() => parseVoiceReport([{ call_id: 1 }])).toThrow();
    platform.close();
  });

  it('pushes a report again until it is acknowledged, and lets the key be pressed again if nobody takes it', async () => {
    let refusals = 2;
    const platform = createServer((request, response) => { request.resume().on('end', () => { response.statusCode = refusals > 0 ? 503 : 200; refusals -= 1; response.end('{}'); }); });
    await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
    sandbox.setReportUrl(`http://127.0.0.1:${(platform.address() as AddressInfo).port}/report`);
    await voiceClient(config).call({ ...call, id: 'call-3' });
    expect(await sandbox.press(call.phone, '1')).toBe(200);
    expect(refusals).toBe(-1);
    await voiceClient(config).call({ ...call, id: 'call-4' });
    refusals = 3;
    expect(await sandbox.press(call.phone, '1')).toBe(503);
    expect(await sandbox.press(call.phone, '1')).toBe(200);
    platform.close();
  });
});
