import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../src/seal/bytes.ts';
import { fromPem, parseCertificate, pemOf } from '../../src/seal/certificates.ts';
import { exportPrivateKey, generateKeyPair, importPrivateKey, importPublicKey } from '../../src/seal/keys.ts';
import type { KeyUse } from '../../src/seal/keys.ts';
import type { TrustSources } from '../../src/seal/trust.ts';
import type { Authority, CertificateName, Validity } from './authority.ts';
import { createCrl, createIssuing, createLeaf, createRoot, thirtyYearsFrom } from './authority.ts';

export type { CertificateName } from './authority.ts';

/**
 * The certificate authority of the sandbox: a root and an issuing authority for demos and tests. It vouches for nobody; a real
 * platform names real authorities in its settings. Who may ask it for what is decided by its callers.
 */
export interface SandboxCa {
  readonly root: Bytes;
  readonly issuing: Bytes;
  issue(request: IssueRequest): Promise<IssuedCertificate>;
  /** Adds to the list that `crl` signs; a revocation is never taken back. */
  revoke(serialNumber: string): Promise<void>;
  crl(now: Date): Promise<Bytes>;
  /** What a trust store needs to accept this authority. */
  trust(): Pick<TrustSources, 'roots' | 'intermediates'>;
}

export interface IssueRequest {
  readonly subject: CertificateName;
  readonly usage: KeyUse;
  /** SubjectPublicKeyInfo of the holder's key, or 'generate' to make one here. */
  readonly publicKey: Uint8Array | 'generate';
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

export interface IssuedCertificate {
  readonly certificate: Bytes;
  readonly fingerprint: string;
  readonly serialNumber: string;
  readonly pem: string;
  /** Only of a key that was generated here: PKCS#8. */
  readonly privateKey: Bytes | undefined;
}

/** Opens the authority kept in `dir`, or makes it there: keys are files only their owner may read. */
export async function createSandboxCa({ dir, now }: { dir: string; now: Date }): Promise<SandboxCa> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const validity = thirtyYearsFrom(now);
  const root = await authorityIn(dir, 'root', async (keys) => createRoot(keys, validity));
  const issuing = await authorityIn(dir, 'issuing', async (keys) => createIssuing(root, keys.publicKey, validity));
  return new FolderCa(dir, root, issuing);
}

class FolderCa implements SandboxCa {
  readonly root: Bytes;
  readonly issuing: Bytes;
  private readonly dir: string;
  private readonly issuer: Authority;
  private readonly validity: Validity;
  /** Revocations are written one after the other: two at once would lose one. */
  private writing: Promise<void> = Promise.resolve();

  constructor(dir: string, root: Authority, issuing: Authority) {
    this.dir = dir;
    this.issuer = issuing;
    this.root = root.certificate;
    this.issuing = issuing.certificate;
    // Of the authority, not of this start: no certificate outlives its issuer.
    const { notBefore, notAfter } = parseCertificate(issuing.certificate);
    this.validity = { notBefore: new Date(notBefore), notAfter: new Date(notAfter) };
  }

  async issue(request: IssueRequest): Promise<IssuedCertificate> {
    const generated = request.publicKey === 'generate' ? await generateKeyPair(request.usage, true) : undefined;
    const publicKey = generated?.publicKey ?? (await importPublicKey(request.usage, spkiOf(request)));
    const validity = { notBefore: request.notBefore ?? this.validity.notBefore, notAfter: request.notAfter ?? this.validity.notAfter };
    const certificate = await createLeaf(this.issuer, { publicKey, name: request.subject, use: request.usage, validity });
    const { fingerprint, serialNumber } = parseCertificate(certificate);
    const privateKey = generated === undefined ? undefined : await exportPrivateKey(generated.privateKey);
    return { certificate, fingerprint, serialNumber, pem: pemOf('CERTIFICATE', certificate), privateKey };
  }

  async revoke(serialNumber: string): Promise<void> {
    this.writing = this.writing.then(async () => {
      const serials = new Set(await this.revoked()).add(serialNumber.toLowerCase());
      await writeFile(`${this.revokedFile()}.new`, `${JSON.stringify([...serials])}\n`, { mode: 0o600 });
      await rename(`${this.revokedFile()}.new`, this.revokedFile());
    });
    await this.writing;
  }

  async crl(now: Date): Promise<Bytes> {
    return createCrl(this.issuer, await this.revoked(), { notBefore: now, notAfter: this.validity.notAfter });
  }

  trust(): Pick<TrustSources, 'roots' | 'intermediates'> {
    return { roots: [this.root], intermediates: [this.issuing] };
  }

  private revokedFile(): string {
    return join(this.dir, 'revoked.json');
  }

  private async revoked(): Promise<string[]> {
    const text = await readIfThere(this.revokedFile());
    const value: unknown = text === undefined ? [] : JSON.parse(text);
    if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) throw new TypeError(`${this.revokedFile()} is not a list of serial numbers`);
    return value;
  }
}

function spkiOf({ publicKey }: IssueRequest): Uint8Array {
  if (publicKey === 'generate') throw new TypeError('no public key was given');
  return publicKey;
}

/** Key first, then certificate: a crash between the two leaves a key without use, and the next start makes both again. */
async function authorityIn(dir: string, name: string, certify: (keys: CryptoKeyPair) => Promise<Bytes>): Promise<Authority> {
  const [keyFile, certificateFile] = [join(dir, `${name}.key.pem`), join(dir, `${name}.crt.pem`)];
  const [keyPem, certificatePem] = [await readIfThere(keyFile), await readIfThere(certificateFile)];
  const pkcs8 = fromPem('PRIVATE KEY', keyPem ?? '');
  const certificate = fromPem('CERTIFICATE', certificatePem ?? '');
  if (pkcs8 !== undefined && certificate !== undefined) return { certificate, privateKey: await importPrivateKey('sign', pkcs8) };
  if (certificatePem !== undefined) throw new Error(`${certificateFile} is there but ${keyFile} cannot be read: the sandbox authority is broken`);
  const keys = await generateKeyPair('sign', true);
  const created = await certify(keys);
  await writeDurably(keyFile, pemOf('PRIVATE KEY', await exportPrivateKey(keys.privateKey)));
  await writeDurably(certificateFile, pemOf('CERTIFICATE', created));
  return { certificate: created, privateKey: keys.privateKey };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
