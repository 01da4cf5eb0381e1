import 'reflect-metadata';
import { X509Crl } from '@peculiar/x509';
import { bytesOf } from './bytes.ts';
import type { ParsedCertificate } from './certificates.ts';
import { parseCertificate, remember, requireTime, requireUse } from './certificates.ts';
import { SealError } from './errors.ts';
import type { KeyUse } from './keys.ts';
import { importPublicKey } from './keys.ts';

export interface TrustSources {
  readonly roots: readonly Uint8Array[];
  readonly intermediates?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
}

/**
 * The authorities a platform trusts, and the check of a certificate against them at a given time (the platform clock).
 * A certificate that passed costs a map look-up the next time: the chain does not change, so only time and revocation are
 * asked again.
 */
export interface TrustStore {
  check(certificate: Uint8Array | string, at: number, use: KeyUse): Promise<ParsedCertificate>;
  /** The hot path: the certificate if its chain was proven before, else undefined. Throws as `check` does. */
  checkKnown(certificateBase64: string, at: number, use: KeyUse): ParsedCertificate | undefined;
  /** Replaces the list of the same issuer. Refuses one without nextUpdate: it would read as empty while verifying true. */
  addCrl(crl: Uint8Array): Promise<void>;
  readonly rootFingerprints: readonly string[];
}

export async function createTrustStore(sources: TrustSources): Promise<TrustStore> {
  const roots = sources.roots.map(parseCertificate);
  for (const root of roots) {
    if (!root.isCa || !root.selfSigned || !(await signedBy(root, root))) throw new SealError('certificate.unknown_issuer', 'not a root');
  }
  const store = new CachingTrustStore(roots, (sources.intermediates ?? []).map(parseCertificate));
  for (const crl of sources.crls ?? []) await store.addCrl(crl);
  return store;
}

interface RevocationList {
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly revoked: ReadonlySet<string>;
}

class CachingTrustStore implements TrustStore {
  readonly rootFingerprints: readonly string[];
  private readonly roots: readonly ParsedCertificate[];
  private readonly intermediates: readonly ParsedCertificate[];
  private readonly chains = new Map<string, readonly ParsedCertificate[]>();
  private readonly crls = new Map<string, RevocationList>();

  constructor(roots: readonly ParsedCertificate[], intermediates: readonly ParsedCertificate[]) {
    this.roots = roots;
    this.intermediates = intermediates;
    this.rootFingerprints = roots.map(({ fingerprint }) => fingerprint);
  }

  async check(certificate: Uint8Array | string, at: number, use: KeyUse): Promise<ParsedCertificate> {
    const known = typeof certificate === 'string' ? this.checkKnown(certificate, at, use) : undefined;
    if (known !== undefined) return known;
    const parsed = parseCertificate(certificate);
    const chain = this.chains.get(parsed.fingerprint) ?? (await this.buildChain(parsed));
    this.requireNow(chain, at, use);
    remember(this.chains, parsed.fingerprint, chain);
    if (typeof certificate === 'string') remember(this.chains, certificate, chain);
    return parsed;
  }

  checkKnown(certificateBase64: string, at: number, use: KeyUse): ParsedCertificate | undefined {
    const chain = this.chains.get(certificateBase64);
    if (chain === undefined) return undefined;
    this.requireNow(chain, at, use);
    return chain[0];
  }

  async addCrl(der: Uint8Array): Promise<void> {
    const crl = readCrl(der);
    if (crl.nextUpdate === undefined) throw new SealError('certificate.crl_without_next_update');
    const issuer = [...this.roots, ...this.intermediates].find(({ subjectText, usages }) => subjectText === crl.issuer && usages.crlSign);
    if (issuer === undefined) throw new SealError('certificate.crl_untrusted');
    if (!this.roots.includes(issuer)) await this.buildChain(issuer);
    const valid = await crl.verify({ publicKey: await importPublicKey('sign', issuer.spki) }).catch(() => false);
    if (!valid) throw new SealError('certificate.crl_untrusted');
    const thisUpdate = crl.thisUpdate.getTime();
    // An older list, played back, would forget revocations.
    if (thisUpdate < (this.crls.get(issuer.fingerprint)?.thisUpdate ?? thisUpdate)) throw new SealError('certificate.crl_stale', 'older than the one at hand');
    const revoked = new Set(crl.entries.map(({ serialNumber }) => serialOf(serialNumber)));
    this.crls.set(issuer.fingerprint, { thisUpdate, nextUpdate: crl.nextUpdate.getTime(), revoked });
  }

  /** From the certificate to a root, signatures verified. Time is not looked at here: the result is kept. */
  private async buildChain(leaf: ParsedCertificate): Promise<readonly ParsedCertificate[]> {
    const chain = [leaf];
    for (let current = leaf; chain.length <= maxChain; ) {
      const root = await this.issuerAmong(this.roots, current);
      if (root !== undefined) return checkedLengths([...chain, root]);
      const issuer = current.selfSigned ? undefined : await this.issuerAmong(this.intermediates, current);
      if (issuer === undefined) throw this.chainFailure(current);
      chain.push(issuer);
      current = issuer;
    }
    throw new SealError('certificate.unknown_issuer', 'chain too long');
  }

  private async issuerAmong(candidates: readonly ParsedCertificate[], child: ParsedCertificate): Promise<ParsedCertificate | undefined> {
    for (const candidate of candidates) {
      const mayIssue = candidate.subjectText === child.issuerText && candidate.isCa && candidate.usages.certSign;
      if (mayIssue && (await signedBy(child, candidate))) return candidate;
    }
    return undefined;
  }

  private chainFailure(certificate: ParsedCertificate): SealError {
    if (certificate.selfSigned) return new SealError('certificate.self_signed');
    const named = [...this.roots, ...this.intermediates].some(({ subjectText }) => subjectText === certificate.issuerText);
    return new SealError(named ? 'certificate.bad_signature' : 'certificate.unknown_issuer');
  }

  private requireNow(chain: readonly ParsedCertificate[], at: number, use: KeyUse): void {
    const [leaf] = chain;
    if (leaf === undefined) throw new SealError('certificate.malformed');
    requireUse(leaf, use);
    for (const certificate of chain) requireTime(certificate, at);
    const { creditCode, personNo } = leaf.subject;
    if (creditCode === undefined && personNo === undefined) throw new SealError('certificate.no_identity');
    for (const [index, certificate] of chain.slice(0, -1).entries()) {
      const list = this.crls.get(chain[index + 1]?.fingerprint ?? '');
      if (list === undefined) continue;
      if (at > list.nextUpdate) throw new SealError('certificate.crl_stale');
      if (list.revoked.has(serialOf(certificate.serialNumber))) throw new SealError('certificate.revoked');
    }
  }
}

/** Certificates and lists are made by different programs; a sign byte in front must not hide a revocation. */
const serialOf = (hex: string): string => hex.toLowerCase().replace(/^(00)+/, '');

/** pathLenConstraint counts the authorities between an issuer and the last certificate. */
function checkedLengths(chain: readonly ParsedCertificate[]): readonly ParsedCertificate[] {
  for (const [index, { pathLength }] of chain.entries()) {
    if (index > 0 && pathLength !== undefined && index - 1 > pathLength) throw new SealError('certificate.unknown_issuer', 'path length');
  }
  return chain;
}

async function signedBy(child: ParsedCertificate, issuer: ParsedCertificate): Promise<boolean> {
  try {
    return await child.x509.verify({ publicKey: await importPublicKey('sign', issuer.spki), signatureOnly: true });
  } catch {
    return false;
  }
}

function readCrl(der: Uint8Array): X509Crl {
  try {
    return new X509Crl(bytesOf(der));
  } catch (cause) {
    throw new SealError('certificate.crl_malformed', undefined, { cause });
  }
}

const maxChain = 4;
