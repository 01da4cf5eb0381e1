// From a filled form to a receipt: seal, upload, register, sign. What has been done is kept, so that an interruption goes on from there.
import { upload } from '../../../src/contracts/upload.ts';
import { perform, type Receipt } from '../../session/perform.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { signIn } from '../../session/session.ts';
import { sealInBrowser, type SealedFile, type SealJob } from './sealing.ts';

export type Progress = { at: 'sealing'; share: number } | { at: 'uploading'; share: number; /** bytes a second, and seconds left; 0 until it can be told */ rate: number; left: number } | { at: 'signing' };
export interface Submitted { bidSeq: number; receiptNo: string; submittedAt: string; receipt: Receipt | null }

/** One attempt's memory: the sealed file, where its upload stands, and the keys under which its acts were sent. */
export interface Attempt { sealed?: SealedFile; address?: string; uploaded?: boolean; bid?: { bidId: string; bidSeq: number }; marked?: boolean; keys: { encrypt: string; fingerprint: string; submit: string } }

export function newAttempt(): Attempt {
  return { keys: { encrypt: crypto.randomUUID(), fingerprint: crypto.randomUUID(), submit: crypto.randomUUID() } };
}

export async function submitBid(identity: KeptIdentity, job: SealJob, attempt: Attempt, { told, signal, replacesBidSeq }: { told: (progress: Progress) => void; signal: AbortSignal; replacesBidSeq: number | null }): Promise<Submitted> {
  const subject = job.form.lotId;
  const act = <R>(id: string, input: unknown, key: string) => perform<R>(identity, { group: 'acts', id, subject, input }, key);
  const sealed = attempt.sealed ??= await sealInBrowser(job, (share) => { told({ at: 'sealing', share }); }, signal);
  if (!attempt.uploaded) await bring(identity, sealed, attempt, told, signal);
  told({ at: 'signing' });
  attempt.bid ??= (await act<{ bidId: string; bidSeq: number }>('bid-encrypt', { envelope: sealed.sha256, plainSha256: sealed.plainSha256, cipherSuite: 'qinglan-seal-v1' }, attempt.keys.encrypt)).result;
  const { bidId, bidSeq } = attempt.bid;
  if (!attempt.marked) await act('bid-fingerprint', { bidId, clientKind: 'browser', fileMetadata: sealed.fileMetadata }, attempt.keys.fingerprint);
  attempt.marked = true;
  const { result, receipt } = await act<{ receiptNo: string; receivedAt: string }>('bid-submit', { bidId, ...(replacesBidSeq === null ? {} : { replacesBidSeq }) }, attempt.keys.submit);
  return { bidSeq, receiptNo: result.receiptNo, submittedAt: result.receivedAt, receipt };
}

async function bring(identity: KeptIdentity, { envelope, sha256, size, discard }: SealedFile, attempt: Attempt, told: (progress: Progress) => void, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  let first: number | null = null;
  const uploaded = await upload({ base: '', renew: () => signIn(identity) }, {
    size, name: `${sha256}.sealed`, slice: async (start, end) => new Uint8Array(await envelope.slice(start, end).arrayBuffer()),
  }, {
    address: attempt.address ?? null, begun: (address) => { attempt.address = address; }, signal,
    progress(sent) {
      first ??= sent;
      const rate = ((sent - first) * 1_000) / Math.max(1, performance.now() - began);
      told({ at: 'uploading', share: sent / size, rate, left: rate > 0 ? Math.ceil((size - sent) / rate) : 0 });
    },
  });
  if (uploaded.sha256 !== sha256) throw new Error('what arrived is not what was sealed');
  attempt.uploaded = true;
  // the platform has it: the browser's room is free again
  await discard();
}
