import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonical } from '../../src/kernel/canonical.ts';
import { fromBase64Url, toBase64Url } from './tlog.ts';

/** docs[field] = base64url(SHA-256(salt ‖ digest)); where a field holds several files, JCS of their list stands for the digest. */
export function fitsLeaf(committed: string | undefined, salt: string, digest: string, list: string[] | undefined): boolean {
  if (list && !list.includes(digest)) return false;
  const bytes = list ? utf8ToBytes(canonical(list)) : hexToBytes(digest);
  return committed === toBase64Url(sha256(concatBytes(fromBase64Url(salt), bytes)));
}
