// From a filled form to a receipt: seal, upload, register, sign. What has been done is kept, so that an interruption goes on from there.
import { upload } from '../../../src/contracts/upload.ts';
import { ApiProblem } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { discardSealedFile, openSealedFile } from '../../seal/sealed-files.ts';
import { perform, type Receipt } from '../../session/perform.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { renewSession } from '../../session/session.ts';
import { attemptKey, dropAttempt, keepAttempt, newAttempt, type Attempt } from './attempt.ts';
import { alone, tellTabs } from './one-tab.ts';
import { ownBidsQuery } from './own-bids.ts';
import { sealInBrowser, type SealJob } from './sealing.ts';

export type Progress = { at: 'sealing'; share: number } | { at: 'uploading'; share: number; /** bytes a second, and seconds left; 0 until it can be told */ rate: number; left: number } | { at: 'signing' };
export interface Submitted { bidId: string; bidSeq: number; receiptNo: string; submittedAt: string; receipt: Receipt | null }

/** Since this began, another bid of the same bidder was handed in or taken back. */
export class Changed extends Error {}
/** The sealed file is not in this browser any more: it has to be sealed anew. */
export class SealedFileGone extends Error {}

/** `job` is null where a sealed file is there from before. */
export interface Run { identity: KeptIdentity; lotId: string; attempt: Attempt; job: SealJob | null; told: (progress: Progress) => void; signal: AbortSignal }

/** One tab at a time, and each step once: what an earlier try has done is not done again. */
export async function submitBid(run: Run): Promise<Submitted> {
  const { identity, lotId, attempt, told } = run;
  const key = attemptKey(identity.id, lotId);
  return alone(key, async () => {
    await mustStandAsSeen(lotId, attempt);
    const keep = () => keepAttempt(key, attempt);
    await seal(run, keep);
    await bring(run, keep);
    told({ at: 'signing' });
    const submitted = await sign(run, keep);
    await dropAttempt(key);
    tellTabs(key);
    return submitted;
  });
}

/** Gives an attempt up, with its sealed file. */
export async function giveUp(identityId: string, lotId: string, { sealed }: Attempt): Promise<void> {
  const key = attemptKey(identityId, lotId);
  await alone(key, async () => {
    await dropAttempt(key);
    if (sealed) await discardSealedFile(sealed.name);
  });
  tellTabs(key);
}

/** Another tab or another computer of the same bidder may have submitted meanwhile: then it is for the bidder to say what holds. */
async function mustStandAsSeen(lotId: string, { sent, replaces }: Attempt): Promise<void> {
  if (sent) return;
  const { items } = await queryClient.fetchQuery({ ...ownBidsQuery(lotId), staleTime: 0 });
  if ((items.find(({ state }) => state === 'receipted')?.bidSeq ?? null) !== replaces) throw new Changed('another bid stands now');
}

async function seal({ attempt, job, told, signal }: Run, keep: () => Promise<void>): Promise<void> {
  if (attempt.sealed) return;
  if (!job) throw new SealedFileGone('there is nothing sealed');
  attempt.sealed = await sealInBrowser(job, (share) => { told({ at: 'sealing', share }); }, signal);
  await keep();
}

async function bring({ identity, attempt, told, signal }: Run, keep: () => Promise<void>): Promise<void> {
  const { sealed } = attempt;
  if (attempt.uploaded || !sealed) return;
  const file = await openSealedFile(sealed.name);
  if (file?.size !== sealed.size) throw new SealedFileGone(sealed.name);
  const began = performance.now();
  let first: number | null = null;
  const uploaded = await upload({ base: '', renew: () => renewSession(identity) }, {
    size: sealed.size, name: `${sealed.sha256}.sealed`, slice: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  }, {
    address: attempt.address ?? null, begun: async (address) => { attempt.address = address; await keep(); }, signal, wake: window,
    progress(sent) {
      first ??= sent;
      const rate = ((sent - first) * 1_000) / Math.max(1, performance.now() - began);
      told({ at: 'uploading', share: sent / sealed.size, rate, left: rate > 0 ? Math.ceil((sealed.size - sent) / rate) : 0 });
    },
  });
  if (uploaded.sha256 !== sealed.sha256) throw new SealedFileGone('what arrived is not what was sealed');
  attempt.uploaded = true;
  await keep();
  // the platform has it: the browser's room is free again
  await discardSealedFile(sealed.name);
}

/** What was refused is known to be not done: the next try of it is a request of its own. */
async function sign(run: Run, keep: () => Promise<void>): Promise<Submitted> {
  const { attempt } = run;
  try {
    return await signed(run, keep);
  } catch (error) {
    if (error instanceof ApiProblem && error.status < 500) {
      const { keys } = newAttempt(attempt);
      attempt.keys = { encrypt: attempt.bid ? attempt.keys.encrypt : keys.encrypt, consortium: attempt.filed ? attempt.keys.consortium : keys.consortium, fingerprint: attempt.marked ? attempt.keys.fingerprint : keys.fingerprint, submit: keys.submit };
      attempt.sent = false;
      await keep();
    }
    throw error;
  }
}

async function signed({ identity, lotId, attempt }: Run, keep: () => Promise<void>): Promise<Submitted> {
  const { sealed, keys } = attempt;
  if (!sealed) throw new SealedFileGone('there is nothing sealed');
  const act = <R>(id: string, input: unknown, key: string) => perform<R>(identity, { group: 'acts', id, subject: lotId, input }, key);
  attempt.bid ??= (await act<{ bidId: string; bidSeq: number }>('bid-encrypt', { envelope: sealed.sha256, plainSha256: sealed.plainSha256, cipherSuite: 'qinglan-seal-v1' }, keys.encrypt)).result;
  await keep();
  const { bidId, bidSeq } = attempt.bid;
  if (attempt.consortium && !attempt.filed) await act('bid-consortium', { bidId, ...attempt.consortium }, keys.consortium);
  attempt.filed = true;
  if (!attempt.marked) await act('bid-fingerprint', { bidId, clientKind: 'browser', fileMetadata: sealed.fileMetadata }, keys.fingerprint);
  attempt.marked = true;
  attempt.sent = true;
  await keep();
  const { result, receipt } = await act<{ receiptNo: string; receivedAt: string }>('bid-submit', { bidId, ...(attempt.replaces === null ? {} : { replacesBidSeq: attempt.replaces }) }, keys.submit);
  return { bidId, bidSeq, receiptNo: result.receiptNo, submittedAt: result.receivedAt, receipt };
}
