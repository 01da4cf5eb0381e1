import { expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { verifyTrade } from '../../src/verify/index.ts';
import { fixture } from './forge.ts';

const soak = Number(process.env['QINGLAN_SOAK'] ?? 1);

/** Every n-th byte; in `npm run soak` every single one of the smaller trade. */
async function survivors(name: string, samples: number): Promise<string[]> {
  const { text, policy } = fixture(name);
  const step = Math.max(1, Math.floor(text.length / samples));
  const passed: string[] = [];
  for (let at = step === 1 ? 0 : step % 97; at < text.length; at += step) {
    const changed = text.slice(0, at) + otherSign(text[at] ?? '') + text.slice(at + 1);
    const result = await verifyTrade(changed, policy, { sha256: nodeSha256 });
    if (result.ok) passed.push(`${at}: …${text.slice(Math.max(0, at - 30), at)}[${text[at]}]${text.slice(at + 1, at + 30)}…`);
  }
  return passed;
}

/** The neighbour in the alphabet of digits, letters and base64, so that the text stays what a careless reader would take. */
function otherSign(sign: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const place = alphabet.indexOf(sign);
  return place < 0 ? '0' : alphabet[(place + 1) % alphabet.length] ?? '0';
}

it('is refused with any byte changed', { timeout: 600_000 * soak }, async () => {
  expect(await survivors('too-few', soak > 1 ? Infinity : 500)).toEqual([]);
  expect(await survivors('drawn-coefficient', 100 * soak)).toEqual([]);
});

it('is refused with a member left out, and with one that nobody checks', async () => {
  const { bundle, policy } = fixture('drawn-coefficient');
  for (const name of Object.keys(bundle)) {
    const { [name as keyof typeof bundle]: _left, ...rest } = bundle;
    expect([name, (await verifyTrade(rest, policy, { sha256: nodeSha256 })).ok]).toEqual([name, false]);
  }
  expect(await verifyTrade({ ...bundle, comment: 'trust me' }, policy, { sha256: nodeSha256 })).toMatchObject({ ok: false, code: 'bundle-malformed' });
});

it('takes what is no evidence at all for what it is', async () => {
  const { policy } = fixture('too-few');
  for (const input of ['', '{', '[]', 'null', '{"v":1}', '\u0000', { v: 1, entries: 'x' }, 7, null]) {
    expect(await verifyTrade(input, policy, { sha256: nodeSha256 })).toMatchObject({ ok: false, check: 'ledger' });
  }
});
