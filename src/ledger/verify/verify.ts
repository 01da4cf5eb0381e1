import { isObject, parseCheckpoint, portableSha256, refuse, verifyNote, type Bytes, type Checkpoint, type Sha256, type VerifierKey } from '../core/index.ts';
import { readBundle, type EvidenceBundle } from './bundle.ts';
import { verifyEntries, verifyHistories, verifySealedPlaces, type LoggedEntry, type VerifiedEntry } from './entries.ts';
import { verifyCertificates, verifyDocuments, verifyOpened, verifySigned } from './openings.ts';
import type { Policy } from './policy.ts';

export interface VerifyOptions {
  /** Members of the bundle that further checks will read. */
  readonly extra?: readonly string[];
  readonly sha256?: Sha256;
}

/** What the log vouches for, ready for the checks that know the trade. Nothing here is a mere claim of the bundle's. */
export interface VerifiedBundle {
  readonly bundle: EvidenceBundle;
  readonly checkpoint: Checkpoint;
  /** The policy's key that signed. */
  readonly key: VerifierKey;
  readonly entries: readonly VerifiedEntry[];
  readonly byId: ReadonlyMap<string, VerifiedEntry>;
  readonly bySubject: ReadonlyMap<string, readonly VerifiedEntry[]>;
  readonly certificates: ReadonlyMap<string, Bytes>;
  readonly documents: ReadonlyMap<string, Bytes>;
}

/** Verifies a bundle offline: text or parsed JSON in, proved facts out; the first untruth is thrown as a LedgerRefusal. */
export async function verifyBundle(input: unknown, policy: Policy, options: VerifyOptions = {}): Promise<VerifiedBundle> {
  const sha256 = options.sha256 ?? portableSha256;
  const bundle = readBundle(input, options.extra);
  const note = parseCheckpoint(bundle.checkpoint);
  if (note.checkpoint.origin !== bundle.origin) refuse('origin-differs', 'checkpoint and bundle name different logs');
  const key = await verifyNote(note, policy.logs);
  const logged = verifyEntries(bundle, note.checkpoint, sha256);
  verifyHistories(logged);
  verifySealedPlaces(logged, sha256);
  const certificates = verifyCertificates(bundle, sha256);
  const documents = verifyDocuments(bundle, sha256);
  refuseStrangers(bundle, logged);
  const entries: VerifiedEntry[] = [];
  for (const entry of logged) entries.push(await verifyEntry(entry, bundle, certificates, sha256));
  verifyDeployment(bundle.deployment, entries);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return { bundle, checkpoint: note.checkpoint, key, entries, byId, bySubject: Map.groupBy(entries, (entry) => entry.leaf.subject), certificates, documents };
}

async function verifyEntry(entry: LoggedEntry, bundle: EvidenceBundle, certificates: ReadonlyMap<string, Bytes>, sha256: Sha256): Promise<VerifiedEntry> {
  const request = bundle.signatures[entry.id];
  return {
    ...entry,
    opened: verifyOpened(entry, bundle.opened[entry.id] ?? {}, sha256),
    signed: request === undefined ? null : await verifySigned(entry, request, bundle.deployment, certificates),
  };
}

/** What is opened or signed for a leaf that is not here would pass unread. */
function refuseStrangers(bundle: EvidenceBundle, entries: readonly LoggedEntry[]): void {
  const ids = new Set(entries.map(({ id }) => id));
  for (const id of [...Object.keys(bundle.opened), ...Object.keys(bundle.signatures)]) {
    if (!ids.has(id)) refuse('leaf-unknown', `leaf ${id} is not among the entries`);
  }
}

/** The deployment's name is vouched for by the log's first leaf or by any actor's signature over it. */
function verifyDeployment(deployment: string, entries: readonly VerifiedEntry[]): void {
  const genesis = entries.find(({ index, leaf }) => index === 0 && leaf.body['fp'] === 'gov-genesis')?.leaf.body['public'];
  if (isObject(genesis) && genesis['deployment'] !== deployment) refuse('deployment-differs', 'the log began for another deployment');
  if (!isObject(genesis) && entries.every(({ signed }) => signed === null)) refuse('deployment-differs', 'nothing in the bundle vouches for its deployment');
}
