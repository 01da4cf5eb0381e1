import { decodeLeaf, equalBytes, parseCheckpoint, refuse, signaturesBy, type Checkpoint, type Leaf, type Sha256, type VerifierKey } from '../../core/index.ts';
import type { Disk } from './disk.ts';
import { readFrames } from './frame.ts';
import { linkOf, type Link, type LogState } from './log-state.ts';
import { verifyCheckpoint } from './signer.ts';

/** The part of the folder that recovery reads, and the one cut it may make. */
type Found = Pick<Disk, 'walSize' | 'readWal' | 'truncateWal' | 'readCheckpoint'>;

/** fresh: nothing here yet. equal: a clean stop. ahead: a crash between making entries durable and publishing them. */
export type StartCase = 'fresh' | 'equal' | 'ahead';

/**
 * Replays the file and compares it with the checkpoint that was published last.
 * - ahead: the entries are whole and were never contradicted; the caller publishes them. The only case that is repaired.
 * - equal: nothing to do but to cut off a torn, never acknowledged tail.
 * - shorter, or another root at that size: entries that were vouched for are gone or altered (a restored backup, a
 *   failing disk, a hand). Going on would sign two histories, so start is refused and the file is left as it was found.
 */
export function recover(disk: Found, state: LogState, key: VerifierKey, sha256: Sha256): StartCase {
  const published = readPublished(disk, key);
  replay(disk, state, { origin: key.name, vouched: published?.size ?? 0 }, sha256);
  if (published === null) return startFresh(disk, state);
  if (state.size < published.size) refuse('wal-shorter', `log has ${state.size} whole entries, checkpoint vouches for ${published.size}`);
  if (!equalBytes(state.tree.root(published.size), published.root)) refuse('wal-differs', `log has another root at size ${published.size}`);
  if (disk.walSize() > state.end) disk.truncateWal(state.end);
  return state.size === published.size ? 'equal' : 'ahead';
}

function startFresh(disk: Found, state: LogState): StartCase {
  // The empty ledger's checkpoint is published before the first entry, so entries without one were not left by us.
  if (state.size > 0) refuse('checkpoint-missing', 'entries without any checkpoint');
  if (disk.walSize() > 0) refuse('checkpoint-missing', 'bytes without any checkpoint');
  return 'fresh';
}

function replay(disk: Found, state: LogState, log: { origin: string; vouched: number }, sha256: Sha256): void {
  for (const { payload } of readFrames((position, length) => disk.readWal(position, length), disk.walSize(), sha256)) {
    try {
      state.apply(readLink(utf8Text.decode(payload), log.origin, state.size < log.vouched), payload);
    } catch (error) {
      // A whole frame with something else than our next leaf in it was not torn by a crash.
      refuse('wal-entry-invalid', `entry ${state.size}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

const utf8Text = new TextDecoder('utf-8', { fatal: true });

/** Leaves under the signed root need no second proof of their form: the root is compared when all are read. */
function readLink(text: string, origin: string, vouched: boolean): Link {
  const leaf = vouched ? (JSON.parse(text) as Leaf) : decodeLeaf(text);
  if (leaf.log !== origin) refuse('wal-entry-invalid', `a leaf of the log ${leaf.log}`);
  return linkOf(leaf);
}

function readPublished(disk: Found, key: VerifierKey): Checkpoint | null {
  const text = disk.readCheckpoint();
  if (text === null) return null;
  let note;
  try {
    note = parseCheckpoint(text);
  } catch (error) {
    return refuse('checkpoint-malformed', error instanceof Error ? error.message : String(error));
  }
  if (note.checkpoint.origin !== key.name) refuse('checkpoint-foreign', `checkpoint of ${note.checkpoint.origin}`);
  const signatures = signaturesBy(note, key);
  if (signatures.length === 0) refuse('checkpoint-foreign', 'checkpoint of another key');
  if (!signatures.every((signature) => verifyCheckpoint(key, note.body, signature))) refuse('checkpoint-malformed', 'signature does not hold');
  return note.checkpoint;
}
