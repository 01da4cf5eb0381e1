import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import type { Bytes } from './bytes.ts';
import { bytesOf } from './bytes.ts';
import { SealError } from './errors.ts';

/** RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
export interface Wrapped {
  /** The encapsulated key: a 65 byte point. */
  readonly enc: Bytes;
  readonly ct: Bytes;
}

/**
 * `info` says what is wrapped and for whom: a wrapped secret moved to another envelope, role or custodian does not open.
 * `ephemeral` is for published vectors only; everyone else lets the library draw it.
 */
export async function wrapSecret(point: Bytes, info: Bytes, secret: Bytes, ephemeral?: Bytes): Promise<Wrapped> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(point);
  const sender = await suite.createSenderContext({ recipientPublicKey, info, ...(ephemeral === undefined ? {} : { ekm: ephemeral }) });
  return { enc: bytesOf(sender.enc), ct: bytesOf(await sender.seal(secret)) };
}

/** The point is given because a non-extractable private key cannot tell its public half. */
export async function unwrapSecret(privateKey: CryptoKey, point: Bytes, info: Bytes, wrapped: Wrapped): Promise<Bytes> {
  try {
    const publicKey = await suite.kem.deserializePublicKey(point);
    const recipient = await suite.createRecipientContext({ recipientKey: { privateKey, publicKey }, enc: wrapped.enc, info });
    return bytesOf(await recipient.open(wrapped.ct));
  } catch (cause) {
    throw new SealError('seal.wrong_key', undefined, { cause });
  }
}

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
