import { refuse } from './refusal.ts';

/** Bytes over an ordinary buffer, which is what WebCrypto accepts. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

export function fromHex(text: string, length?: number): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) refuse('encoding-malformed', 'not lower-case hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return ofLength(bytes, length);
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

/** Strict: one text per value. A lenient decoder would let a changed byte pass as the same signature. */
export function fromBase64(text: string, length?: number): Bytes {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return refuse('encoding-malformed', 'not base64');
  }
  if (btoa(binary) !== text) refuse('encoding-malformed', 'not the one base64 form');
  // a loop over the codes, since an iterator over characters is the slowest part of verifying a large bundle
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return ofLength(bytes, length);
}

export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64Url(text: string, length?: number): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) refuse('encoding-malformed', 'not base64url');
  const padded = text.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(text.length / 4) * 4, '=');
  return fromBase64(padded, length);
}

function ofLength(bytes: Bytes, length: number | undefined): Bytes {
  if (length !== undefined && bytes.length !== length) refuse('encoding-malformed', `${bytes.length} bytes where ${length} belong`);
  return bytes;
}
