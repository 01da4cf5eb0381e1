import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes, randomUUID } from 'node:crypto';
import { startSmsSandbox, type SmsSandbox } from '../../sandbox/sms/index.ts';
import { appoint } from '../../src/app/demo/people.ts';
import { Clock } from '../../src/play/clock.ts';
import { signingIdentity, storeIdentity } from '../../src/play/client.ts';
import { guest, reach, Staff, type Platform, type RosterEntry } from '../../src/play/people.ts';
import { specialtyOf, type Stage } from '../../src/play/stage.ts';
import { each } from '../../src/play/wait.ts';
import { toBase64 } from '../../src/seal/index.ts';
import type { Pool } from '../../src/platform/db.ts';
import { freePort, launch, pause, postmasterPid, processesNaming, repository, type Process } from '../lifecycle/process.ts';
import { Invariants, poolOf, type CheckOptions } from '../support/invariants.ts';
import { Wire } from './wire.ts';

export interface TownOptions { experts: number; /** where its data lies; a folder of its own otherwise */ data?: string; env?: Record<string, string>; execArgv?: readonly string[] }

const secondsToStart = 90;

/** A server of its own with posts, custodians and experts, a phone for each of them, and an auditor with a key to the data folder. */
export class Town {
  readonly data: string;
  readonly port: number;
  readonly sms: SmsSandbox;
  readonly wire: Wire;
  stage!: Stage;
  server!: Process;
  readonly #home: string;
  readonly #options: TownOptions;
  readonly #secret: { id: string; secret: string };
  readonly #premises: { pool: Pool; folder: string };
  #auditor: Invariants | null = null;
  readonly #callLots = new Map<string, string>();
  /** which lot an agency draws for */
  readonly drawFor = new Map<string, string>();

  private constructor(parts: { home: string; port: number; sms: SmsSandbox; secret: { id: string; secret: string }; options: TownOptions }) {
    this.#home = parts.home;
    this.data = parts.options.data ?? join(parts.home, 'data');
    this.port = parts.port;
    this.sms = parts.sms;
    this.#secret = parts.secret;
    this.#options = parts.options;
    this.#premises = { pool: undefined as unknown as Pool, folder: this.data };
    this.wire = new Wire(this.url, this.sms, (entityId, extend) => this.#rings(entityId, extend));
  }

  get url(): string { return `http://127.0.0.1:${this.port}`; }

  static async open(options: TownOptions): Promise<Town> {
    const secret = { id: randomBytes(8).toString('hex'), secret: randomBytes(24).toString('base64url') };
    const sms = await startSmsSandbox({ accessKeyId: secret.id, accessKeySecret: secret.secret });
    const town = new Town({ home: mkdtempSync(join(tmpdir(), 'qinglan-soak-')), port: await freePort(), sms, secret, options });
    sms.setUpUrl(`${town.url}/api/v1/callbacks/sms`);
    const keys = join(town.data, 'demo-keys');
    // the mark of a finished city: the people of this test are enough
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    writeFileSync(join(keys, 'city.json'), '{}');
    await town.start();
    const platform = await reach(town.url, keys);
    const staff = new Staff(platform);
    await appoint(platform, staff);
    const clock = await Clock.take(guest(platform), 'soak', { waitMs: 60_000 });
    const roster = await enrol(platform, staff, { count: options.experts, today: new Date(await clock.now()).toISOString().slice(0, 10) });
    town.stage = { platform, clock, staff, roster, parallel: 6, tell: () => undefined };
    return town;
  }

  /** Starts the server, or starts it again, and waits until it serves. */
  async start(): Promise<void> {
    this.server = launch({
      data: this.data, port: this.port, args: [...(this.#options.execArgv ?? []), join(repository, 'cli/main.ts'), 'start'],
      env: { UV_THREADPOOL_SIZE: '16', QINGLAN_SMS_URL: this.sms.url, QINGLAN_SMS_KEY_ID: this.#secret.id, QINGLAN_SMS_KEY_SECRET: this.#secret.secret, ...this.#options.env },
    });
    const server = this.server;
    await Promise.race([server.until(() => server.stdout.includes('ledger key')), pause(secondsToStart * 1_000).then(() => Promise.reject(new Error(`the server does not serve: ${server.stderr}`)))]);
  }

  /** Ends what is named without a word, and sees to it that it is there again. */
  async kill(victim: 'server' | 'postgres' | 'both'): Promise<void> {
    const { server } = this;
    const backs = (): number => server.stderr.split('the database is back').length;
    const before = backs();
    const postgres = postmasterPid(this.data);
    if (victim !== 'server' && postgres !== undefined) process.kill(postgres, 'SIGKILL');
    if (victim === 'postgres') {
      await server.until(() => backs() > before);
      return;
    }
    server.child.kill('SIGKILL');
    await server.ended;
    await this.start();
  }

  /** What does not hold, as the auditor finds it in database and folder. */
  async audit(options: CheckOptions = {}): Promise<string[]> {
    const pool = poolOf(this.data);
    this.#premises.pool = pool;
    try {
      this.#auditor ??= await Invariants.open(this.#premises);
      return (await this.#auditor.check(options)).map(({ check, subject, detail }) => `${check} ${subject}: ${detail}`);
    } finally {
      await pool.end();
    }
  }

  /** Until nothing waits any more; then what does not hold. */
  async auditAtRest(options: CheckOptions = {}): Promise<string[]> {
    for (let tries = 0; ; tries += 1) {
      const found = await this.audit({ ...options, atRest: true });
      if (found.every((one) => !one.startsWith('rest')) || tries === 40) return found;
      await pause(500);
    }
  }

  async query<T>(text: string, values: unknown[] = []): Promise<T[]> {
    const pool = poolOf(this.data);
    try {
      return (await pool.query(text, values)).rows as T[];
    } finally {
      await pool.end();
    }
  }

  /** Ends everything; answers what is still running, which should be nothing. */
  async close(): Promise<number[]> {
    if (this.stage) await this.stage.clock.release().catch(() => undefined);
    this.wire.close();
    if (this.server.child.exitCode === null && this.server.child.signalCode === null) await this.server.stop('SIGTERM');
    await this.sms.close();
    const left = processesNaming(this.data);
    rmSync(this.#home, { recursive: true, force: true });
    return left;
  }

  /** Whether the phone of a call lies on the desk of this agency. */
  async #rings(entityId: string | undefined, extend: string): Promise<boolean> {
    const lotId = entityId === undefined ? undefined : this.drawFor.get(entityId);
    if (lotId === undefined) return false;
    if (!this.#callLots.has(extend)) {
      for (const { key, lot_id: lot } of await this.query<{ key: string; lot_id: string }>(`select key, lot_id from record where kind = 'sms-call'`).catch(() => [])) this.#callLots.set(key, lot);
    }
    return this.#callLots.get(extend) === lotId;
  }
}

/** Experts who can sit in either category, each with an employer of its own. */
async function enrol(platform: Platform, staff: Staff, { count, today }: { count: number; today: string }): Promise<RosterEntry[]> {
  const [one, two, supervisor] = [await staff.as('admin-1'), await staff.as('admin-2'), await staff.as('supervisor-experts')];
  return each(Array.from({ length: count }), 4, async (_nothing, i) => {
    const no = String(i + 1).padStart(4, '0');
    const [expertNo, phone, accountId, regionCode] = [`ZJ${no}`, `1380000${no}`, randomUUID(), '330200'];
    const identity = await signingIdentity(platform.url, { personName: `专家${no}`, personNo: `DEMO-soak-${no}` });
    await one.gov('account-propose', accountId, { name: `专家${no}`, roles: ['expert'], expertNo, signCertificate: toBase64(identity.sign.certificate) });
    await two.gov('account-confirm', accountId, {});
    const specialties = Object.values(specialtyOf);
    await supervisor.act('exp-enroll', accountId, { expertNo, expertIdNo: `DEMO${expertNo}`, specialties, regionCode, phone, employerName: `示例单位${no}`, validFrom: today, validTo: `${Number(today.slice(0, 4)) + 29}-12-31` });
    return { expertNo, accountId, phone, specialties, regionCode, keys: await storeIdentity(identity) };
  });
}
