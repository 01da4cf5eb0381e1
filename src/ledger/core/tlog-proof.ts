import { fromBase64, toBase64 } from './bytes.ts';
import { HASH_SIZE } from './hash.ts';
import { parseCheckpoint, parseCount, type SignedCheckpoint } from './note.ts';
import { refuse } from './refusal.ts';

/** C2SP tlog-proof v1: the draft is untagged, so its header line is the version we read and write. */
const HEADER = 'c2sp.org/tlog-proof@v1';

export interface TlogProof { readonly index: number; readonly path: readonly Uint8Array[]; readonly checkpoint: string }

export function encodeTlogProof(proof: TlogProof): string {
  const lines = [HEADER, `index ${proof.index}`, ...proof.path.map(toBase64), '', proof.checkpoint];
  return lines.join('\n');
}

export function parseTlogProof(text: string): TlogProof & { readonly note: SignedCheckpoint } {
  const cut = text.indexOf('\n\n');
  if (cut < 0) return refuse('proof-malformed', 'a proof is a head, an empty line and a checkpoint');
  const [header, ...lines] = text.slice(0, cut).split('\n');
  if (header !== HEADER) refuse('proof-malformed', 'unknown proof version');
  // Extra data is allowed by the format and authenticated by nobody: it is read past and never used.
  if (lines[0]?.startsWith('extra ')) {
    fromBase64(lines[0].slice('extra '.length));
    lines.shift();
  }
  const index = /^index (\d+)$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined) return refuse('proof-malformed', 'index line is missing');
  const checkpoint = text.slice(cut + 2);
  return { index: parseCount(index), path: lines.map((line) => fromBase64(line, HASH_SIZE)), checkpoint, note: parseCheckpoint(checkpoint) };
}
