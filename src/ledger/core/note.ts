import { concat, fromBase64, fromHex, toBase64, toHex, utf8, type Bytes } from './bytes.ts';
import { HASH_SIZE, portableSha256 } from './hash.ts';
import { refuse } from './refusal.ts';

/** C2SP signed-note: signature type 0x01 is Ed25519. */
const ED25519 = 0x01;
const KEY_ID_SIZE = 4;
const KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;

export interface VerifierKey {
  /** The key's name; for a log it is the checkpoint's origin. */
  readonly name: string;
  readonly keyId: Bytes;
  readonly publicKey: Bytes;
}

export interface Checkpoint { readonly origin: string; readonly size: number; readonly root: Uint8Array }

export interface NoteSignature { readonly name: string; readonly keyId: Bytes; readonly signature: Bytes }

/** body is what was signed: three lines with their newlines. */
export interface SignedCheckpoint { readonly checkpoint: Checkpoint; readonly body: string; readonly signatures: readonly NoteSignature[] }

export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) refuse('key-malformed', 'a key name has no space, plus or control character');
  if (publicKey.length !== KEY_SIZE) refuse('key-malformed', 'an Ed25519 key has 32 bytes');
  const keyId = portableSha256(concat(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(0, KEY_ID_SIZE);
  return { name, keyId: concat(keyId), publicKey: concat(publicKey) };
}

export function encodeVkey(key: VerifierKey): string {
  return `${key.name}+${toHex(key.keyId)}+${toBase64(concat(Uint8Array.of(ED25519), key.publicKey))}`;
}

export function decodeVkey(text: string): VerifierKey {
  // The key itself may hold plus signs, being base64: only the first two separate.
  const match = /^([^+]+)\+([^+]+)\+(.+)$/s.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) return refuse('key-malformed', 'a vkey is name+id+key');
  const bytes = fromBase64(match[3]);
  if (bytes[0] !== ED25519 || bytes.length !== 1 + KEY_SIZE) refuse('key-malformed', 'not an Ed25519 verifier key');
  const key = verifierKey(match[1], bytes.subarray(1));
  if (toHex(key.keyId) !== toHex(fromHex(match[2], KEY_ID_SIZE))) refuse('key-malformed', 'key id does not belong to the key');
  return key;
}

/** What people compare by eye and voice: `printf %s VKEY | sha256sum` gives it anywhere. */
export function fingerprint(key: VerifierKey): string {
  return toHex(portableSha256(utf8(encodeVkey(key))));
}

export function checkpointBody(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`;
}

export function signedNote(body: string, key: VerifierKey, signature: Uint8Array): string {
  return `${body}\n— ${key.name} ${toBase64(concat(key.keyId, signature))}\n`;
}

/** Unknown signatures are kept, not judged: a later cosigner's line must not break an older reader. */
export function parseCheckpoint(text: string): SignedCheckpoint {
  const cut = text.lastIndexOf('\n\n');
  if (cut < 0 || !text.endsWith('\n')) return refuse('note-malformed', 'a note is a body, an empty line and signatures');
  const body = text.slice(0, cut + 1);
  const lines = text.slice(cut + 2, -1).split('\n');
  return { checkpoint: parseBody(body), body, signatures: lines.map(parseSignature) };
}

function parseBody(body: string): Checkpoint {
  const [origin, size, root, ...rest] = body.split('\n');
  if (origin === undefined || size === undefined || root === undefined || rest.length !== 1) return refuse('note-malformed', 'a checkpoint body has three lines');
  if (origin === '') refuse('note-malformed', 'origin is empty');
  return { origin, size: parseCount(size), root: fromBase64(root, HASH_SIZE) };
}

export function parseCount(text: string): number {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return refuse('note-malformed', 'not a decimal count');
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : refuse('note-malformed', 'count is too large');
}

function parseSignature(line: string): NoteSignature {
  const match = /^— (\S+) (\S+)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined || !isKeyName(match[1])) return refuse('note-malformed', 'not a signature line');
  const bytes = fromBase64(match[2]);
  if (bytes.length <= KEY_ID_SIZE) refuse('note-malformed', 'signature is too short');
  return { name: match[1], keyId: bytes.slice(0, KEY_ID_SIZE), signature: bytes.slice(KEY_ID_SIZE) };
}

/** Signatures that claim to be by this key; whether they hold is the verifier's question. */
export function signaturesBy(note: SignedCheckpoint, key: VerifierKey): Bytes[] {
  return note.signatures
    .filter((line) => line.name === key.name && toHex(line.keyId) === toHex(key.keyId) && line.signature.length === SIGNATURE_SIZE)
    .map((line) => concat(line.signature));
}

function isKeyName(name: string): boolean {
  return /^[^\s+\p{Cc}]+$/u.test(name);
}
