import { execFileSync } from 'node:child_process';
import { createDecipheriv, createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sm3 } from 'sm-crypto-v2';
import { parseCertificate } from './certificates.ts';
import { layOut } from './container.ts';
import { parseBidForm } from './form.ts';
import { parseHead } from './header.ts';
import { createSm3 } from './node/sm3.ts';
import { verifyVectors } from './vectors.ts';
import envelopes from './vectors/envelopes.json' with { type: 'json' };
import keys from './vectors/keys.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'seal-openssl-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [vector] = envelopes;
if (vector === undefined) throw new Error('no vectors');
const envelope = Buffer.from(vector.envelope, 'base64');
const head = parseHead(envelope);
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args);

describe('the published vectors', () => {
  it('hold on this machine, refusals included', async () => {
    const report = await verifyVectors();
    expect(report.failures).toEqual([]);
    expect(report.checks).toBeGreaterThan(50);
  });

  it('are still what the program makes, byte for byte', () => {
    const script = new URL('../../sandbox/ca/make-seal-vectors.ts', import.meta.url).pathname;
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });
});

describe('beside openssl', () => {
  it('HKDF-SHA256 gives the same stanza key', () => {
    const ikm = vector.bidderSecret + vector.custodySecret;
    const info = Buffer.from(vector.keyInfo).toString('hex');
    const args = ['kdf', '-keylen', '32', '-kdfopt', 'digest:SHA256', '-kdfopt', `hexkey:${ikm}`, '-kdfopt', `hexinfo:${info}`, '-binary', 'HKDF'];
    expect(openssl(...args).toString('hex')).toBe(vector.stanzaKey);
  });

  it('AES-256-GCM opens the file key with the header as additional data', () => {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(vector.stanzaKey, 'hex'), Buffer.alloc(12));
    decipher.setAAD(Buffer.from(vector.header));
    decipher.setAuthTag(head.sealedFileKey.subarray(16));
    expect(Buffer.concat([decipher.update(head.sealedFileKey.subarray(0, 16)), decipher.final()]).toString('hex')).toBe(vector.fileKey);
  });

  it('the digests of the envelope are those of openssl', () => {
    const path = join(folder, 'envelope');
    writeFileSync(path, envelope);
    expect(openssl('dgst', '-sha256', '-r', path).toString().split(' ')[0]).toBe(vector.cipherDigest.sha256);
    expect(openssl('dgst', '-sm3', '-r', path).toString().split(' ')[0]).toBe(vector.cipherDigest.sm3);
    const streamed = createSm3();
    streamed.update(envelope.subarray(0, 1000));
    streamed.update(envelope.subarray(1000));
    expect(streamed.digest()).toBe(sm3(envelope));
  });

  it('the wrapped bidder secret opens by RFC 9180 written out, with the shared point from openssl', () => {
    const { enc, ct, point } = head.header.bidderSecret;
    const dh = sharedPoint(keys.keys.bidder.privateKey, Buffer.from(enc, 'base64url'));
    const info = JSON.stringify([...JSON.parse(vector.keyInfo).toSpliced(1, 0, 'bidder-secret'), vector.context.bidderId]);
    const kemContext = Buffer.concat([Buffer.from(enc, 'base64url'), Buffer.from(point, 'base64url')]);
    expect(openHpke({ dh, kemContext, info: Buffer.from(info), ct: Buffer.from(ct, 'base64url') }).toString('hex')).toBe(vector.bidderSecret);
  });
});

describe('beside the age specification, written out', () => {
  const fileKey = Buffer.from(vector.fileKey, 'hex');

  it('the header MAC is that of the four lines', () => {
    const text = envelope.subarray(0, head.bodyAt).toString('latin1');
    const macAt = text.lastIndexOf('---') + 3;
    const key = Buffer.from(hkdfSync('sha256', fileKey, '', 'header', 32));
    const mac = createHmac('sha256', key).update(text.slice(0, macAt)).digest('base64').replace(/=+$/, '');
    expect(text.slice(macAt + 1, -1)).toBe(mac);
  });

  it('the body is STREAM with ChaCha20-Poly1305 and holds the container', () => {
    const body = envelope.subarray(head.bodyAt);
    const key = Buffer.from(hkdfSync('sha256', fileKey, body.subarray(0, 16), 'payload', 32));
    const nonce = Buffer.alloc(12);
    nonce[11] = 1;
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
    decipher.setAuthTag(body.subarray(-16));
    const plain = Buffer.concat([decipher.update(body.subarray(16, -16)), decipher.final()]);
    const salt = Buffer.from(plain.toString('latin1', 15, 15 + 64), 'hex');
    const layout = layOut(parseBidForm(vector.form), new Uint8Array(salt));
    expect(plain.subarray(0, layout.plainSize)).toEqual(Buffer.from(layout.start));
    expect(plain.subarray(layout.plainSize)).toEqual(Buffer.alloc(layout.paddedSize - layout.plainSize));
  });
});

/** ECDH by the openssl command, and the same by node as a check of the check. */
function sharedPoint(pkcs8: string, point: Buffer): Buffer {
  const prefix = Buffer.from(parseCertificate(keys.keys.bidder.certificate).spki.subarray(0, 26));
  const peer = createPublicKey({ key: Buffer.concat([prefix, point]), format: 'der', type: 'spki' });
  const own = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  writeFileSync(join(folder, 'peer.pem'), peer.export({ format: 'pem', type: 'spki' }));
  writeFileSync(join(folder, 'own.pem'), own.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const shared = openssl('pkeyutl', '-derive', '-inkey', join(folder, 'own.pem'), '-peerkey', join(folder, 'peer.pem'));
  expect(shared).toEqual(diffieHellman({ privateKey: own, publicKey: peer }));
  return shared;
}

/** RFC 9180 sections 4.1, 5.1 and 5.2, base mode, KEM 0x0010, KDF 0x0001, AEAD 0x0002. */
function openHpke({ dh, kemContext, info, ct }: { dh: Buffer; kemContext: Buffer; info: Buffer; ct: Buffer }): Buffer {
  const kemSuite = Buffer.from([...Buffer.from('KEM'), 0x00, 0x10]);
  const suite = Buffer.from([...Buffer.from('HPKE'), 0x00, 0x10, 0x00, 0x01, 0x00, 0x02]);
  const extract = (id: Buffer, salt: Buffer, label: string, ikm: Buffer) =>
    createHmac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt).update(Buffer.concat([Buffer.from('HPKE-v1'), id, Buffer.from(label), ikm])).digest();
  const expand = (id: Buffer, prk: Buffer, label: string, data: Buffer, length: number) => {
    const labeled = Buffer.concat([Buffer.from([0, length]), Buffer.from('HPKE-v1'), id, Buffer.from(label), data]);
    return createHmac('sha256', prk).update(labeled).update(Buffer.from([1])).digest().subarray(0, length);
  };
  const none = Buffer.alloc(0);
  const sharedSecret = expand(kemSuite, extract(kemSuite, none, 'eae_prk', dh), 'shared_secret', kemContext, 32);
  const context = Buffer.concat([Buffer.from([0]), extract(suite, none, 'psk_id_hash', none), extract(suite, none, 'info_hash', info)]);
  const secret = extract(suite, sharedSecret, 'secret', none);
  const decipher = createDecipheriv('aes-256-gcm', expand(suite, secret, 'key', context, 32), expand(suite, secret, 'base_nonce', context, 12));
  decipher.setAuthTag(ct.subarray(-16));
  return Buffer.concat([decipher.update(ct.subarray(0, -16)), decipher.final()]);
}
