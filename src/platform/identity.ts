import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { SealError, type ParsedCertificate, type TrustStore } from '../seal/index.ts';
import { verifySessionChallengeSync } from '../seal/node/verify.ts';
import type { Actor } from './act.ts';
import { keep } from './bounded-map.ts';
import type { PlatformClock } from './clock.ts';
import type { ProblemCode } from '../contracts/problems.ts';
import { Refusal } from './refusal.ts';

const challengeMs = 120_000;
const idleMs = 30 * 60_000;
const sessionMaxMs = 12 * 3_600_000;
const saveMs = 60_000;
const sessionsKept = 10_000;

interface AccountRow { id: string; state: string; name: string; roles: string[]; entityId: string | null; regions: string[]; industries: string[] }
/** `savedAt`: the `seenAt` that the database has. */
interface Session { accountId: string; expiresAt: number; seenAt: number; savedAt: number; createdAt: number }

/** Who is at the other end: certificates → accounts → sessions. Sessions run by the real clock, certificates by the platform's. */
export class Identity {
  /** those used last; any other is found in the database */
  private readonly sessions = new Map<string, Session>();
  private readonly accounts = new Map<string, AccountRow>();
  /** certificate fingerprint → account it is bound to */
  private readonly bindings = new Map<string, string>();
  private readonly pool: Pool;
  private readonly clock: PlatformClock;
  private readonly trust: TrustStore;
  private readonly deployment: string;

  constructor(deps: { pool: Pool; clock: PlatformClock; trust: TrustStore; deployment: string }) {
    this.pool = deps.pool;
    this.clock = deps.clock;
    this.trust = deps.trust;
    this.deployment = deps.deployment;
  }

  async challenge(): Promise<{ challenge: string; expiresAt: string }> {
    const value = randomBytes(32).toString('base64url');
    // given and judged by one clock, the database's
    const { rows } = await this.pool.query<{ expires_at: string }>(
      `insert into challenge (value, expires_at) values ($1, wall_clock() + $2 * interval '1 millisecond') returning expires_at`, [value, challengeMs]);
    return { challenge: value, expiresAt: rows[0]?.expires_at ?? '' };
  }

  /** A challenge is good once. */
  async signIn(claim: { certificate: string; challenge: string; signature: string }): Promise<{ token: string; account: AccountRow }> {
    const certificate = await this.checkCertificate(claim.certificate, 'sign');
    const used = await this.pool.query('delete from challenge where value = $1 and expires_at > wall_clock()', [claim.challenge]);
    if (used.rowCount !== 1) throw new Refusal('challenge-invalid', { field: 'challenge' });
    translate(() => verifySessionChallengeSync({ deployment: this.deployment, ...claim }));
    const account = await this.accountOfCertificate(certificate.fingerprint);
    if (!account) throw new Refusal('certificate-unbound', { field: 'certificate' });
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    const session = { accountId: account.id, createdAt: now, seenAt: now, savedAt: now, expiresAt: now + sessionMaxMs };
    await this.pool.query('insert into session (token_hash, account_id, expires_at) values ($1, $2, $3)', [hashOf(token), account.id, new Date(session.expiresAt).toISOString()]);
    keep(this.sessions, hashOf(token), session, sessionsKept);
    return { token, account };
  }

  async signOut(token: string): Promise<void> {
    this.sessions.delete(hashOf(token));
    await this.pool.query('delete from session where token_hash = $1', [hashOf(token)]);
  }

  /** The account behind a bearer token, or a refusal. */
  async accountOfToken(token: string): Promise<AccountRow> {
    const session = await this.sessionOf(hashOf(token));
    const account = session && await this.account(session.accountId);
    if (!account) throw new Refusal('session-expired');
    return account;
  }

  async accountOfCertificate(fingerprint: string): Promise<AccountRow | null> {
    let accountId = this.bindings.get(fingerprint);
    if (accountId === undefined) {
      const { rows } = await this.pool.query<{ account: string }>(
        `select data->>'accountId' as account from record where kind = 'binding' and key = $1 and state = 'active' and data->>'usage' = 'sign'`, [fingerprint]);
      accountId = rows[0]?.account;
      if (accountId === undefined) return null;
      this.bindings.set(fingerprint, accountId);
    }
    return this.account(accountId);
  }

  /** Chain, time by the platform clock, revocation and use; each failure has its own code. */
  async checkCertificate(base64: string, use: 'sign' | 'encrypt'): Promise<ParsedCertificate> {
    const at = this.clock.now();
    try {
      return this.trust.checkKnown(base64, at, use) ?? await this.trust.check(base64, at, use);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Bindings and accounts are cached; whoever changes one tells. */
  forget(): void {
    this.accounts.clear();
    this.bindings.clear();
  }

  actor(account: AccountRow, key: string): Actor {
    const { id, roles, entityId, regions, industries, name } = account;
    return { accountId: id, entityId, roles, role: '', key, regions, industries, name, certificateValid: true };
  }

  private async sessionOf(hash: string): Promise<Session | null> {
    let session = this.sessions.get(hash);
    if (!session) {
      const { rows } = await this.pool.query<{ account_id: string; created_at: string; seen_at: string; expires_at: string }>(
        'select account_id, created_at, seen_at, expires_at from session where token_hash = $1', [hash]);
      const row = rows[0];
      if (!row) return null;
      session = { accountId: row.account_id, createdAt: Date.parse(row.created_at), seenAt: Date.parse(row.seen_at), savedAt: Date.parse(row.seen_at), expiresAt: Date.parse(row.expires_at) };
    }
    const now = Date.now();
    if (now > session.expiresAt || now - session.seenAt > idleMs) {
      this.sessions.delete(hash);
      await this.pool.query('delete from session where token_hash = $1', [hash]);
      return null;
    }
    keep(this.sessions, hash, session, sessionsKept);
    // the idle clock is written down once a minute, not with every request: a session that leaves memory is not idle for that
    if (now - session.savedAt > saveMs) {
      session.savedAt = now;
      void this.pool.query('update session set seen_at = clock_timestamp() where token_hash = $1', [hash]).catch(() => undefined);
    }
    session.seenAt = now;
    return session;
  }

  private async account(id: string): Promise<AccountRow | null> {
    const known = this.accounts.get(id);
    if (known) return known;
    const { rows } = await this.pool.query<{ id: string; state: string; data: Omit<AccountRow, 'id' | 'state'> }>(
      `select id, state, data from record where kind = 'account' and id = $1 and state = 'active'`, [id]);
    const row = rows[0];
    if (!row) return null;
    const account = { id: row.id, state: row.state, name: row.data.name, roles: row.data.roles, entityId: row.data.entityId, regions: row.data.regions, industries: row.data.industries };
    this.accounts.set(id, account);
    return account;
  }
}

const CODES: Record<string, ProblemCode> = {
  'certificate.malformed': 'certificate-malformed', 'certificate.expired': 'certificate-expired', 'certificate.not_yet_valid': 'certificate-not-yet-valid',
  'certificate.revoked': 'certificate-revoked', 'certificate.wrong_usage': 'certificate-usage', 'certificate.wrong_key': 'certificate-malformed',
  'signature.malformed': 'signature-invalid', 'signature.invalid': 'signature-invalid',
};

/** The sealing layer's codes in the words of the registry. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof SealError)) return error;
  const code = CODES[error.code] ?? (error.code.startsWith('certificate.') ? 'certificate-untrusted' : undefined);
  return code ? new Refusal(code, { field: 'certificate' }) : error;
}

export function translate<T>(run: () => T): T {
  try { return run(); } catch (error) { throw refusalOf(error); }
}

function hashOf(token: string): string { return createHash('sha256').update(token).digest('hex'); }
