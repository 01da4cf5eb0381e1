import 'reflect-metadata';
import { afterAll, describe, expect, test } from 'vitest';
import { OpensslAuthority } from '../../tests/support/openssl-p12.ts';
import { identityOfFiles, ImportError, type KeyFile } from './import-keys.ts';

const openssl = new OpensslAuthority();
afterAll(() => { openssl.close(); });

const holder = { organizationName: '兰台工程有限公司', creditCode: '91330100MA27XTEST1' };
const password = '口令 pass';
const signKey = openssl.key();
const encryptKey = openssl.key();
const sign = openssl.selfSigned(signKey, holder, 'digitalSignature');
const encrypt = openssl.selfSigned(encryptKey, holder, 'keyAgreement');
const file = (path: string, secret = password): KeyFile => ({ bytes: openssl.bytes(path), password: secret });

async function faultOf(files: readonly KeyFile[]): Promise<[string, number] | null> {
  try {
    await identityOfFiles(files);
    return null;
  } catch (error) {
    if (error instanceof ImportError) return [error.fault, error.file];
    throw error;
  }
}

describe('PKCS#12 by openssl, AES and P-256', () => {
  test('signing and encryption in two files, in any order', async () => {
    const [a, b] = [file(openssl.p12({ key: signKey, certificate: sign, password })), file(openssl.p12({ key: encryptKey, certificate: encrypt, password: 'another' }), 'another')];
    for (const files of [[a, b], [b, a]]) {
      const identity = await identityOfFiles(files);
      expect(identity.name).toBe(holder.organizationName);
      expect(identity.sign.privateKey.extractable).toBe(false);
      expect(identity.encrypt?.privateKey.algorithm.name).toBe('ECDH');
      expect(identity.encrypt?.privateKey.extractable).toBe(false);
    }
  });

  test('both certificates and their key in one file', async () => {
    const both = openssl.selfSigned(signKey, holder, 'keyAgreement');
    const identity = await identityOfFiles([file(openssl.p12({ key: signKey, certificate: sign, more: both, password }))]);
    expect(identity.encrypt?.certificate).not.toEqual(identity.sign.certificate);
  });

  test('a signing certificate alone is enough to sign in', async () => {
    expect((await identityOfFiles([file(openssl.p12({ key: signKey, certificate: sign, password }))])).encrypt).toBeNull();
  });
});

describe('what is refused says why', () => {
  test('a wrong password, and in which file', async () => {
    const good = file(openssl.p12({ key: signKey, certificate: sign, password }));
    expect(await faultOf([{ ...good, password: 'wrong' }])).toEqual(['wrong-password', 0]);
    expect(await faultOf([good, file(openssl.p12({ key: encryptKey, certificate: encrypt, password }), 'wrong')])).toEqual(['wrong-password', 1]);
  });

  test('an old cipher', async () => {
    expect(await faultOf([file(openssl.p12({ key: signKey, certificate: sign, password: 'old', old: true }), 'old')])).toEqual(['old-cipher', 0]);
  });

  test('no key, no signing certificate, another kind of key, another holder, no such file', async () => {
    expect(await faultOf([file(openssl.p12({ certificate: sign, password }))])).toEqual(['no-key', 0]);
    expect(await faultOf([file(openssl.p12({ key: encryptKey, certificate: encrypt, password }))])).toEqual(['no-signing-key', 0]);
    const rsa = openssl.key(true);
    expect(await faultOf([file(openssl.p12({ key: rsa, certificate: openssl.selfSigned(rsa, holder, 'digitalSignature'), password }))])).toEqual(['wrong-key-type', 0]);
    const other = openssl.selfSigned(encryptKey, { ...holder, creditCode: '91330100MA27XTEST2' }, 'keyAgreement');
    expect(await faultOf([file(openssl.p12({ key: signKey, certificate: sign, password })), file(openssl.p12({ key: encryptKey, certificate: other, password }))])).toEqual(['other-holder', 0]);
    expect(await faultOf([{ bytes: new TextEncoder().encode('no such thing'), password }])).toEqual(['not-pkcs12', 0]);
  });
});
