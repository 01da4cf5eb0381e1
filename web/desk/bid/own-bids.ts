import { queryOptions } from '@tanstack/react-query';
import { query, readHead, readJson } from '../../api/client.ts';
import type { KeptIdentity } from '../../session/keyring.ts';
import { withSession } from '../../session/session.ts';

export interface OwnBid {
  bidId: string; bidSeq: number; bidderName: string; state: string; encryptedAt: string; submittedAt?: string; receiptNo?: string; receiptLeafId?: string; cipherSha256: string; size: number;
  /** what was objected to in the opening, and what was answered */
  unqualified?: { reason: string; at: string };
  /** when one signed in to the opening */
  checkedInAt?: string;
  objection?: { at: string; text: string; answer?: { at: string; role: string; text: string } };
}

/** A bid of a consortium that another hands in, and this organisation is in. */
export interface JointBid { bidSeq: number; name: string; leadName: string; state: string; submittedAt?: string; receiptNo?: string; members: { name: string; sharePercent: string; work: string }[] }

export const ownBidsQuery = (lotId: string) => queryOptions({
  queryKey: ['own-bids', lotId], queryFn: ({ signal }) => readJson<{ items: OwnBid[]; joint: JointBid[] }>(`/lots/${lotId}/bids/mine${query({})}`, signal), refetchInterval: 15_000,
});

const headBytes = 16_384;

/** Half of the key of one's own bid: the head of the envelope lies at the platform, the key that opens it lies here. */
export async function secretOfBid(identity: KeptIdentity, { cipherSha256 }: OwnBid): Promise<string> {
  const { readHeader, recoverBidderSecret, toBase64Url } = await import('../../../src/seal/index.ts');
  if (!identity.encrypt) throw new WrongKey();
  const header = readHeader(await withSession(() => readHead(`/blobs/${cipherSha256}`, headBytes)));
  try {
    return toBase64Url(await recoverBidderSecret(header, identity.encrypt.privateKey));
  } catch (cause) {
    throw new WrongKey({ cause });
  }
}

/** The encryption key in this browser is not the one the bid was sealed to. */
export class WrongKey extends Error {
  constructor(options?: ErrorOptions) { super('the bid was sealed to another key', options); }
}
