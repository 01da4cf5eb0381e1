import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes as kernelCanonicalBytes } from '../kernel/canonical.ts';
import { SealError } from './errors.ts';

/** Bytes over a plain ArrayBuffer: what WebCrypto accepts. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function bytesOf(source: Uint8Array | ArrayBuffer): Bytes {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const { buffer } = source;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}

export const utf8 = (text: string): Bytes => bytesOf(encoder.encode(text));

export function textOf(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
}

export function concat(...parts: Uint8Array[]): Bytes {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Compares without an early exit, so the time says nothing about the place of the difference. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** RFC 8785, as a typed refusal for what has no such form (a lone surrogate in a text, for one): values come from strangers. */
export function canonicalBytes(value: unknown): Bytes {
  try {
    return kernelCanonicalBytes(value);
  } catch (cause) {
    throw new SealError('seal.malformed', 'value has no canonical form', { cause });
  }
}

export const sha256 = (bytes: Uint8Array): Bytes => bytesOf(nobleSha256(bytes));

export const sha256Hex = (bytes: Uint8Array): string => toHex(sha256(bytes));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexPairs[byte] ?? '';
  return text;
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // fromCharCode takes its input as arguments: a large array would overflow the stack.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Standard base64, padded; anything else is refused as undefined. */
export function fromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    return undefined;
  }
}

/** base64url without padding and with zero spare bits: one text per value, so no second spelling passes. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  return fromUnpaddedBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Standard base64 without padding, as age writes it; one text per value. */
export function fromUnpaddedBase64(text: string): Bytes | undefined {
  const over = text.length % 4;
  if (over === 1 || text.endsWith('=')) return undefined;
  const spareBits = over === 2 ? 0x0f : over === 3 ? 0x03 : 0;
  if ((alphabet.indexOf(text.at(-1) ?? 'A') & spareBits) !== 0) return undefined;
  return fromBase64(text + '='.repeat((4 - over) % 4));
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
