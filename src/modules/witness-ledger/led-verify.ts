import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { Refusal } from '../../platform/refusal.ts';

const input = z.strictObject({
  targetTxId: z.uuid().describe('id of the leaf'),
  submittedFile: z.string().regex(/^[0-9a-f]{64}$/).nullable().default(null).describe('sha256 of the file at hand'),
});

interface Facts { found: { index: number | null; docs: Record<string, string>; salts: Record<string, string> } | null }

/** 链上查验: is this act in the ledger, and is this the file it was done with? Guests' checks are counted, not written each. */
export const ledVerify = defineAct<z.infer<typeof input>, Facts>({
  id: 'led-verify', kind: 'act', subjectKind: null, input, open: true, lock: 'none',
  // over the act's own connection: guests who ask in a crowd must not wait for a second one with the first in hand
  async load(read, cmd) {
    const leaf = await read.openLeaf(cmd.input.targetTxId);
    if (!leaf) return { found: null };
    const { docs } = JSON.parse(leaf.body) as { docs?: Record<string, string> };
    return { found: { index: leaf.index, docs: docs ?? {}, salts: Object.fromEntries(Object.entries(leaf.secrets).map(([k, s]) => [k, s.salt])) } };
  },
  parties: () => ({ public: true }),
  decide({ found }, cmd, work) {
    if (!found) throw new Refusal('not-found', { field: 'targetTxId' });
    const { submittedFile, targetTxId } = cmd.input;
    const field = submittedFile === null ? null : Object.keys(found.docs).find((f) => found.docs[f] === commitment(found.salts[f] ?? '', submittedFile)) ?? null;
    const result = submittedFile === null || field !== null ? 'match' : 'mismatch';
    work.result = { targetTxId, result, field, index: found.index };
    if (cmd.actor.accountId === null) { work.count('led-verify'); return; }
    const verifyNo = `YZ-${work.uuid().slice(0, 13).toUpperCase()}`;
    work.act('led-verify', {
      // whatever subject the request named: nobody writes into the history of a trade by checking something
      subject: targetTxId, public: { verifyNo, targetTxId, result, verifiedAt: work.now }, docs: submittedFile === null ? {} : { submittedFile },
      facts: { result, hashPairs: [] },
    });
    work.result = { ...work.result, verifyNo };
  },
});

function commitment(salt: string, digest: string): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(Buffer.from(digest, 'hex')).digest('base64url');
}
