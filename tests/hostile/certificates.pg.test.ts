import 'reflect-metadata';
import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandboxCa, type SandboxCa } from '../../sandbox/ca/index.ts';
import type { Identity, KeyAndCertificate } from '../../cli/lib/client.ts';
import { generateKeyPair, importPrivateKey, parseCertificate, signSessionChallenge, toBase64 } from '../../src/seal/index.ts';
import { admin, openWorld, setClock, type World } from '../support/world.ts';
import { company, creditCode, post, type Member } from '../support/cast.ts';
import { bearer, postJson, refused, send, signedBody, type Answer } from '../support/hostile.ts';

let world: World;
let member: Member;
let other: Member;
let auth: Record<string, string>;
let foreign: SandboxCa;
const folder = mkdtempSync(join(tmpdir(), 'qinglan-foreign-ca-'));
const start = new Date('2026-03-02T01:00:00.000Z');

beforeAll(async () => {
  world = await openWorld({ now: start });
  [member, other] = [await company(world, ['tenderer']), await company(world, ['tenderer'])];
  auth = await bearer(world, member.identity);
  foreign = await createSandboxCa({ dir: folder, now: start });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const sandbox = (): SandboxCa => world.trust.sandbox ?? expect.fail('no sandbox');

async function issued(ca: SandboxCa, more: { usage?: 'sign' | 'encrypt'; notBefore?: Date; notAfter?: Date } = {}): Promise<KeyAndCertificate> {
  const { usage = 'sign', ...dates } = more;
  const { certificate, privateKey } = await ca.issue({ subject: { organizationName: '某公司', creditCode: creditCode() }, usage, publicKey: 'generate', ...dates });
  return { certificate: new Uint8Array(certificate), privateKey: await importPrivateKey('sign', privateKey ?? new Uint8Array()) };
}

/** A certificate that vouches for itself. */
async function selfSigned(): Promise<KeyAndCertificate> {
  const keys = await generateKeyPair('sign', true);
  const created = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=自签', keys, signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' }, notBefore: new Date('2026-01-01'), notAfter: new Date('2030-01-01'),
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  });
  return { certificate: new Uint8Array(created.rawData), privateKey: keys.privateKey };
}

const as = (sign: KeyAndCertificate): Identity => ({ ...member.identity, sign });

async function actWith(sign: KeyAndCertificate, headers: Record<string, string> = auth): Promise<Answer> {
  const key = randomUUID();
  const body = await signedBody(world, as(sign), { act: 'int-submit', subject: randomUUID(), input: { approvalFile: 'a'.repeat(64) }, key });
  return postJson(world, '/api/v1/acts/int-submit', body, { ...headers, 'idempotency-key': key });
}

async function signInWith(sign: KeyAndCertificate, bend: { challenge?: string; deployment?: string } = {}): Promise<Answer> {
  const challenge = bend.challenge ?? String((await send(world, '/api/v1/sessions/challenge', { method: 'POST' })).json['challenge']);
  const signature = await signSessionChallenge(bend.deployment ?? world.deployment, challenge, sign.privateKey);
  return postJson(world, '/api/v1/sessions', { certificate: toBase64(sign.certificate), challenge, signature });
}

describe('certificates', () => {
  const cases: [string, () => Promise<KeyAndCertificate>, number, string][] = [
    ['expired', () => issued(sandbox(), { notBefore: new Date('2025-01-01'), notAfter: new Date('2026-01-01') }), 401, 'certificate-expired'],
    ['not yet valid', () => issued(sandbox(), { notBefore: new Date('2026-05-01'), notAfter: new Date('2027-01-01') }), 401, 'certificate-not-yet-valid'],
    ['self-signed', selfSigned, 401, 'certificate-untrusted'],
    ['of an authority nobody trusts', () => issued(foreign), 401, 'certificate-untrusted'],
    ['for encryption', () => issued(sandbox(), { usage: 'encrypt' }).catch(() => expect.fail('not issued')), 401, 'certificate-usage'],
    ['bound to nobody', () => issued(sandbox()), 401, 'certificate-unbound'],
  ];
  it.each(cases)('%s: no act', async (_what, make, status, code) => {
    const sign = await make();
    await refused(world, () => actWith(sign), status, code);
  });
  it.each(cases)('%s: no session', async (_what, make, status, code) => {
    const sign = await make();
    await refused(world, () => signInWith(sign), status, code);
  });

  it('a body that is no certificate', async () => {
    await refused(world, () => actWith({ ...member.identity.sign, certificate: new Uint8Array([0x30, 0x82, 1, 2, 3]) }), 400, 'certificate-malformed');
  });

  it('another person\'s: neither with one\'s own session nor without any', async () => {
    await refused(world, () => actWith(other.identity.sign), 403, 'certificate-foreign');
    await refused(world, () => actWith(other.identity.sign, {}), 401, 'not-signed-in');
  });

  it('another person\'s certificate with one\'s own key', async () => {
    await refused(world, () => actWith({ certificate: other.identity.sign.certificate, privateKey: member.identity.sign.privateKey }), 401, 'signature-invalid');
  });

  it('revoked: from the list on', async () => {
    const gone = await company(world, ['tenderer']);
    const headers = await bearer(world, gone.identity);
    await sandbox().revoke(parseCertificate(gone.identity.sign.certificate).serialNumber);
    await world.trust.store.addCrl(await sandbox().crl(start));
    await refused(world, () => actWith(gone.identity.sign, headers), 401, 'certificate-revoked');
    await refused(world, () => signInWith(gone.identity.sign), 401, 'certificate-revoked');
  });

  it('a suspended account does nothing more, its open session neither', async () => {
    const staff = await post(world, ['centre-a']);
    const headers = await bearer(world, staff.identity);
    await (await admin(world, 1)).gov('account-suspend', staff.id, { reasonCode: 'left' });
    await refused(world, () => actWith(staff.identity.sign, headers), 401, 'session-expired');
    await refused(world, () => signInWith(staff.identity.sign), 401, 'certificate-unbound');
  });
});

describe('challenges', () => {
  it('are good once', async () => {
    const challenge = String((await send(world, '/api/v1/sessions/challenge', { method: 'POST' })).json['challenge']);
    expect((await signInWith(member.identity.sign, { challenge })).status).toBe(201);
    await refused(world, () => signInWith(member.identity.sign, { challenge }), 401, 'challenge-invalid');
  });
  it('are the platform\'s own', () => refused(world, () => signInWith(member.identity.sign, { challenge: 'A'.repeat(43) }), 401, 'challenge-invalid').then(() => undefined));
  it('end', async () => {
    const challenge = String((await send(world, '/api/v1/sessions/challenge', { method: 'POST' })).json['challenge']);
    await world.pool.query(`update challenge set expires_at = clock_timestamp() - interval '1 second' where value = $1`, [challenge]);
    await refused(world, () => signInWith(member.identity.sign, { challenge }), 401, 'challenge-invalid');
  });
  it('answered for another deployment are not answered', () => refused(world, () => signInWith(member.identity.sign, { deployment: 'ql-elsewhere' }), 401, 'signature-invalid').then(() => undefined));
  it('answered by another are not answered', async () => {
    await refused(world, () => signInWith({ certificate: member.identity.sign.certificate, privateKey: other.identity.sign.privateKey }), 401, 'signature-invalid');
  });
});

it('a session ends with the certificate: one that runs out signs nothing more', async () => {
  const brief = await company(world, ['tenderer']);
  const headers = await bearer(world, brief.identity);
  // sandbox certificates run thirty years; the demo clock can pass them
  await setClock(world, '2057-01-01T00:00:00.000Z', false);
  await refused(world, () => actWith(brief.identity.sign, headers), 401, 'certificate-expired');
  await refused(world, () => signInWith(brief.identity.sign), 401, 'certificate-expired');
});
