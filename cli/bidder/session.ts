import { decodeVkey } from '../../src/ledger/core/index.ts';
import { Client } from '../../src/play/client.ts';
import { identityIn, pinnedVkey } from '../lib/place.ts';
import { UsageError, type Session } from './tool.ts';
import { t } from './words.ts';

/** Signs in with the company's own certificate; QINGLAN_URL and QINGLAN_KEYS stand in for the options. */
export async function openSession(values: { url?: string | undefined; keys?: string | undefined; vkey?: string | undefined }): Promise<Session> {
  const url = values.url ?? process.env['QINGLAN_URL'];
  const keys = values.keys ?? process.env['QINGLAN_KEYS'];
  if (!url || !keys) throw new UsageError(t('须给出 --url 与 --keys', '--url and --keys are needed'));
  const who = await identityIn(keys);
  const platform = await new Client(url, '', null).get<{ deployment: string; ledger: { vkey: string } }>('/api/v1/platform');
  const vkey = values.vkey ?? (await pinnedVkey(keys, platform.ledger.vkey));
  decodeVkey(vkey);
  const client = await new Client(url, platform.deployment, who).signIn();
  if (client.entityId === null) throw new UsageError(t('此证书不属于任何单位，不能投标', 'These keys belong to no company: it cannot bid'));
  return { client, deployment: platform.deployment, vkey, entityId: client.entityId, url: client.url };
}
