import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSmsUp, signatureOf, smsClient, smsConfig, type SmsConfig } from '../../src/platform/sms.ts';
import { startSmsSandbox, type SmsSandbox } from './index.ts';

let sandbox: SmsSandbox;
let config: SmsConfig;
const call = { id: 'call-1', phone: '13800000001', template: 'expert-call', params: { date: '2026-12-01', time: '09:30', place: '三号评标室' }, extend: '000000000042' };

beforeAll(async () => {
  sandbox = await startSmsSandbox({ accessKeyId: 'id', accessKeySecret: 'secret' });
  config = smsConfig({ QINGLAN_SMS_URL: sandbox.url, QINGLAN_SMS_KEY_ID: 'id', QINGLAN_SMS_KEY_SECRET: 'secret' }) ?? expect.fail('no configuration');
});
afterAll(() => sandbox.close());

describe('SMS gateway', () => {
  it('signs as the published example of the provider does', () => {
    // help.aliyun.com, "V3 request body and signature": RunInstances with fixed nonce and date
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com', 'x-acs-action': 'RunInstances', 'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-acs-date': '2023-10-26T10:22:32Z', 'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d', 'x-acs-version': '2014-05-26',
    };
    const request = { method: 'POST', path: '/', query: 'ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai', headers, names: Object.keys(headers), contentSha256: headers['x-acs-content-sha256'] };
    expect(signatureOf('YourAccessKeySecret', request)).toBe('06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0');
  });

  it('takes a signed message and refuses a forged one', async () => {
    await smsClient(config).send(call);
    expect(sandbox.inbox(call.phone)).toMatchObject([{ extend: call.extend, outId: 'call-1', params: call.params }]);
    await expect(smsClient({ ...config, accessKeySecret: 'guess' }).send(call)).rejects.toThrow('SignatureDoesNotMatch');
    await expect(smsClient({ ...config, accessKeyId: 'other' }).send(call)).rejects.toThrow('InvalidAccessKeyId.NotFound');
    expect(sandbox.inbox(call.phone)).toHaveLength(1);
  });

  it('refuses a nonce that was used', async () => {
    const headers = { host: new URL(sandbox.url).host, 'x-acs-action': 'SendSms', 'x-acs-version': '2017-05-25', 'x-acs-signature-nonce': 'n', 'x-acs-date': new Date().toISOString(), 'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' };
    const query = 'PhoneNumbers=13800000009&SignName=a&TemplateCode=b';
    const names = Object.keys(headers).sort();
    const signature = signatureOf('secret', { method: 'POST', path: '/', query, headers, names, contentSha256: headers['x-acs-content-sha256'] });
    const { host: _host, ...sent } = headers;
    const post = () => fetch(`${sandbox.url}/?${query}`, { method: 'POST', headers: { ...sent, authorization: `ACS3-HMAC-SHA256 Credential=id,SignedHeaders=${names.join(';')},Signature=${signature}` } });
    expect((await post()).status).toBe(200);
    expect(await (await post()).json()).toMatchObject({ Code: 'SignatureNonceUsed' });
    // the signature covers the query: another number is another message
    const moved = await fetch(`${sandbox.url}/?${query.replace('009', '010')}`, { method: 'POST', headers: { ...sent, authorization: `ACS3-HMAC-SHA256 Credential=id,SignedHeaders=${names.join(';')},Signature=${signature}` } });
    expect(await moved.json()).toMatchObject({ Code: 'SignatureDoesNotMatch' });
  });

  it('posts the answer back as SmsUp', async () => {
    const got: unknown[] = [];
    const platform = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => { got.push(JSON.parse(text)); response.end('{"code":0,"msg":"成功"}'); });
    });
    await new Promise<void>((resolve) => { platform.listen(0, '127.0.0.1', resolve); });
    sandbox.setUpUrl(`http://127.0.0.1:${(platform.address() as AddressInfo).port}/up`);
    expect(await sandbox.reply(call.phone, '1')).toBe(200);
    expect(parseSmsUp(got[0])).toEqual([{ phone: call.phone, content: '1', extend: call.extend }]);
    expect(() => parseSmsUp([{ phone_number: 1 }])).toThrow();
    platform.close();
  });
});
