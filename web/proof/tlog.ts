// Readers for the two texts of a proof: C2SP tlog-proof and the signed note of a checkpoint. Pure; anything unexpected is
// an error with a plain message, never a guess.
export type Checkpoint = { origin: string; size: bigint; root: Uint8Array; body: string; signatures: NoteSignature[] };
export type NoteSignature = { name: string; keyHash: Uint8Array; value: Uint8Array };
export type TlogProof = { index: bigint; path: Uint8Array[]; checkpoint: Checkpoint; checkpointText: string };
export type VerifierKey = { name: string; keyHash: Uint8Array; publicKey: Uint8Array };

export class ProofFormatError extends Error {}

export function parseProof(text: string): TlogProof {
  const cut = text.indexOf('\n\n');
  if (cut < 0) throw new ProofFormatError('the proof has no checkpoint');
  const lines = text.slice(0, cut).split('\n');
  if (lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new ProofFormatError('not a tlog-proof of version 1');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined) throw new ProofFormatError('the proof names no index');
  const path = lines.map((line) => exactly(32, fromBase64(line)));
  const checkpointText = text.slice(cut + 2);
  return { index: BigInt(index), path, checkpoint: parseCheckpoint(checkpointText), checkpointText };
}

export function parseCheckpoint(text: string): Checkpoint {
  const cut = text.indexOf('\n\n');
  if (cut < 0) throw new ProofFormatError('the checkpoint has no signature');
  const body = text.slice(0, cut + 1);
  const [origin, size, root] = body.split('\n');
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !root) throw new ProofFormatError('the checkpoint is broken');
  const signatures = text.slice(cut + 2).split('\n').filter((line) => line !== '').map(parseSignature);
  if (signatures.length === 0) throw new ProofFormatError('the checkpoint has no signature');
  return { origin, size: BigInt(size), root: exactly(32, fromBase64(root)), body, signatures };
}

/** `name+hash+base64(0x01 ‖ key)`: an Ed25519 verifier key of a signed note. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const [name, hash, key] = splitKey(vkey);
  const bytes = fromBase64(key);
  if (bytes.length !== 33 || bytes[0] !== 1) throw new ProofFormatError('the ledger key is not an Ed25519 key');
  return { name, keyHash: fromHex(hash), publicKey: bytes.slice(1) };
}

/** True when one line of the note is a good signature by this key. WebCrypto does the curve. */
export async function signedBy(checkpoint: Checkpoint, key: VerifierKey): Promise<boolean> {
  const line = checkpoint.signatures.find((s) => s.name === key.name && toHex(s.keyHash) === toHex(key.keyHash));
  if (!line) return false;
  const imported = await crypto.subtle.importKey('raw', own(key.publicKey), { name: 'Ed25519' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, own(line.value), own(new TextEncoder().encode(checkpoint.body)));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new ProofFormatError('not base64');
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export function fromBase64Url(text: string): Uint8Array {
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function parseSignature(line: string): NoteSignature {
  const [, name, value] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (!name || !value) throw new ProofFormatError('a signature line of the checkpoint is broken');
  const bytes = fromBase64(value);
  return { name, keyHash: bytes.slice(0, 4), value: bytes.slice(4) };
}

function splitKey(vkey: string): [string, string, string] {
  // base64 may contain '+', so only the first two separate the parts
  const first = vkey.indexOf('+');
  const second = vkey.indexOf('+', first + 1);
  if (first < 1 || second < 0) throw new ProofFormatError('the ledger key is broken');
  return [vkey.slice(0, first), vkey.slice(first + 1, second), vkey.slice(second + 1)];
}

function exactly(size: number, bytes: Uint8Array): Uint8Array {
  if (bytes.length !== size) throw new ProofFormatError(`a hash has ${bytes.length} bytes`);
  return bytes;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A copy on its own buffer: WebCrypto's types refuse views on shared memory. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
