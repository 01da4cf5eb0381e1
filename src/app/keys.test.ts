import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openKeys } from './keys.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'qinglan-keys-')); });
afterAll(() => rm(folder, { recursive: true }));

it('finds equal values equal, after a restart too, and under no other deployment\'s key', async () => {
  const [own, other] = [await openKeys(join(folder, 'own')), await openKeys(join(folder, 'other'))];
  const key = own.equalityKey('expert-identity', '110101199001011234');
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect((await openKeys(join(folder, 'own'))).equalityKey('expert-identity', '110101199001011234')).toBe(key);
  expect(other.equalityKey('expert-identity', '110101199001011234')).not.toBe(key);
  expect(own.equalityKey('phone', '110101199001011234')).not.toBe(key);
  expect((await stat(join(folder, 'own', 'equality.seed'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, 'own', 'equality.seed'), 'utf8')).not.toBe(await readFile(join(folder, 'own', 'ledger.seed'), 'utf8'));
});
