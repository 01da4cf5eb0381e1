import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Ledger } from '../ledger/index.ts';
import type { AnySpec } from '../platform/act.ts';
import { openBlobStore, type BlobStore } from '../platform/blobs.ts';
import { ClockHold } from '../platform/clock-hold.ts';
import { openClock, type ClockState, type PlatformClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Pool } from '../platform/db.ts';
import { actRoutes } from '../platform/http/acts.ts';
import { UploadAllowance } from '../platform/http/allowance.ts';
import { blobRoutes } from '../platform/http/blobs.ts';
import { demoRoutes } from './demo-http.ts';
import { eventRoutes } from '../platform/http/events.ts';
import { createServer } from '../platform/http/server.ts';
import { sessionRoutes } from '../platform/http/session.ts';
import { uploadRoutes } from '../platform/http/uploads.ts';
import { Identity } from '../platform/identity.ts';
import { startJanitor } from '../platform/janitor.ts';
import { createLedgerWriter } from '../platform/ledger-writer.ts';
import { LiveHub } from '../platform/live.ts';
import type { Logger } from '../platform/log.ts';
import { webBuildFolder } from '../platform/paths.ts';
import { sends, type PerformDeps } from '../platform/perform.ts';
import { createSealedBatcher } from '../platform/sealed-batch.ts';
import { outboxWorker, systemOf, timerWorker, together } from '../platform/system.ts';
import { UploadStore } from '../platform/uploads.ts';
import { openPrinter } from '../documents/render/render.ts';
import { confirmSubscription, endSubscription, subscribe, subscriptionByToken, SUBSCRIPTION_POLICY, subscriptionPage, tellNews } from '../modules/disclosure-portal/index.ts';
import { GuestCounter } from '../modules/live-hall/index.ts';
import { openMailer, type MailConfig, type Mailer } from '../platform/mail.ts';
import { smsClient, type SmsConfig } from '../platform/sms.ts';
import { voiceClient, type VoiceConfig } from '../platform/voice.ts';
import { notificationMailRoutes, sweepUnconfirmed, tellByMail } from './desk/notification-mail.ts';
import { notificationRoutes } from './desk/notifications.ts';
import { checkTicker } from './flows/checks.ts';
import { printReceipts, type DocumentDeps } from './flows/documents.ts';
import { smsReplies, voiceAnswers } from './flows/expert-draw.ts';
import { flowsOf } from './flows/index.ts';
import { mailFlows } from './flows/mail.ts';
import { notificationMailFlows } from './flows/notification-mail.ts';
import { guestTicker } from './flows/opening.ts';
import { postTicker } from './flows/post.ts';
import { gatesPending } from './gates-pending.ts';
import type { Deployment } from './genesis.ts';
import type { PlatformKeys } from './keys.ts';
import { readRoutes } from './reads.ts';
import { readsOf } from './read-list.ts';
import { openSealKeys, sealOf } from './seal-keys.ts';
import { evidenceDesk } from '../modules/witness-ledger/index.ts';
import { archiveDesk } from './desk/archive-package.ts';
import { specsOf } from './registry.ts';
import { subscriptionRoutes } from './subscription-http.ts';
import type { Trust } from './trust.ts';

export interface Parts { config: Config; pool: Pool; ledger: Ledger; keys: PlatformKeys; trust: Trust; deployment: Deployment; sms: SmsConfig | null; voice?: VoiceConfig | null; mail?: MailConfig | null; publicUrl: string; log: Logger }

/** The only place that wires: plain calls, explicit arguments. main, the tests and the benches all call this. */
export async function compose(parts: Parts) {
  const { config, pool, ledger, keys, trust, deployment, sms, log } = parts;
  const hold = await ClockHold.open(pool, log);
  const clock = await openClock(pool, deployment.mode === 'demo', () => randomUUID(), () => hold.highest);
  const blobs = await openBlobStore(config.data.blobs, pool);
  const uploads = await UploadStore.open(join(config.data.blobs, 'uploads'), pool, blobs);
  const identity = new Identity({ pool, clock, trust: trust.store, deployment: deployment.id });
  const hub = new LiveHub(pool);
  const guests = new GuestCounter();
  const sealKeys = await openSealKeys(config, trust);
  if (!sealKeys) log.warn('official documents bear no seal: set QINGLAN_SEAL_KEY and QINGLAN_SEAL_CERT');
  const printer = openPrinter(sealKeys);
  const registry = registryOf(specsOf({ deployment: deployment.id, pool, blobs, trust: trust.store, ledger, guests, publicUrl: parts.publicUrl, equalityKey: keys.equalityKey, print: (paper) => printer.print(paper), archive: archiveDesk(pool, { ledger, blobs, deployment: deployment.id, evidence: evidenceDesk(ledger, deployment) }) }));
  const documents = { pool, blobs, printer, sealed: sealKeys !== null, origin: ledger.origin, verifyBase: parts.publicUrl };
  if (!parts.mail) log.warn('no mail leaves, subscriptions are refused: set QINGLAN_SMTP_URL (and QINGLAN_MAIL_FROM)');
  const mailer = parts.mail ? openMailer(parts.mail) : null;
  const work = workers({ ...parts, mailer, hold, clock, blobs, uploads, identity, hub, guests, registry, documents });

  const app = await createServer({ log, webFolder: webBuildFolder, ...(config.tls ? { tls: config.tls } : {}) });
  sessionRoutes(app, identity, config.limits.challengesAMinute);
  actRoutes(app, { identity, deps: work.deps, deployment: deployment.id, specs: registry.values() });
  const allowance = new UploadAllowance(pool, config.limits.uploadBytesADay);
  blobRoutes(app, { blobs, identity, db: pool, allowance });
  uploadRoutes(app, { uploads, identity, allowance });
  notificationRoutes(app, { identity, db: pool });
  notificationMailRoutes(app, { identity, db: pool, mail: mailer !== null });
  eventRoutes(app, hub, (channel) => channelExists(pool, channel));
  readRoutes(app, readsOf({ ledger, keys, deployment, clock, blobs, hub, publicUrl: parts.publicUrl, seal: sealKeys && sealOf(sealKeys), receipts: (lotId, entityId) => printReceipts(documents, lotId, entityId, work.system), specs: [...registry.values()] }), { db: pool, identity, now: () => clock.iso() });
  subscriptionRoutes(app, { db: pool, mail: mailer !== null, desk: { subscribe, byToken: subscriptionByToken, confirm: confirmSubscription, end: endSubscription, page: subscriptionPage, policy: SUBSCRIPTION_POLICY } });
  if (sms) app.post('/api/v1/callbacks/sms', async (request) => smsReplies(pool, work.system, request.body));
  app.post('/api/v1/callbacks/voice', async (request) => voiceAnswers(pool, work.system, request.body));
  if (trust.sandbox) demoRoutes(app, { clock, sandbox: trust.sandbox, moved: (state) => work.clockMoved(state) });
  work.start();
  return {
    app, clock, blobs, identity, registry, ...work,
    async close() {
      await app.close();
      await work.stop();
      hold.close();
      mailer?.close();
      await printer.close();
    },
  };
}

type WorkerParts = Parts & {
  hold: ClockHold; clock: PlatformClock; blobs: BlobStore; uploads: UploadStore; identity: Identity; hub: LiveHub; guests: GuestCounter; registry: ReadonlyMap<string, AnySpec>; documents: DocumentDeps; mailer: Mailer | null;
};

/** perform and everything that runs by itself beside it: ledger writer, sealed batches, timers, outbox, minute leaves. */
function workers({ pool, ledger, keys, sms, voice, log, hold, clock, blobs, uploads, identity, hub, guests, registry, documents, mailer, publicUrl }: WorkerParts) {
  const checks = new Map<string, number>();
  const deps: PerformDeps = {
    pool, hold, chance: { uuid: () => randomUUID(), bytes: (n) => new Uint8Array(randomBytes(n)) }, sign: (hash) => keys.signReceipt(hash),
    runDue: (lotId) => timers.runDue(lotId),
    committed(work, leaves) {
      // what waits behind a gate is no work for the log yet
      if (work.gates.length > 0 || leaves.some((leaf) => leaf.gate === null)) writer.wake();
      for (const kind of work.counted) checks.set(kind, (checks.get(kind) ?? 0) + 1);
      if (sends(work)) outbox.wake();
      if (work.timers.length > 0) timers.wake();
      for (const channel of new Set(work.live.map((l) => l.channel))) void hub.wake(channel);
      if ([...work.records.values()].some((r) => r.kind === 'account' || r.kind === 'binding')) identity.forget();
    },
  };
  const system = systemOf(deps, registry);
  const writer = createLedgerWriter({
    pool, ledger, onError: (error) => log.error('ledger writer', { error: String(error) }),
    onFault: (fault) => log.error('LEDGER ENTRY REFUSED: its subject stands still', { ...fault }),
  });
  const batches = createSealedBatcher({ pool, floor: () => hold.floor, active: () => gatesPending(pool), onBatch: () => writer.wake(), onError: (error) => log.error('sealed batch', { error: String(error) }) });
  const timers = timerWorker(pool, system, log);
  const flows = flowsOf({ pool, ledger, writer, blobs, sms: sms && smsClient(sms), voice: voice ? voiceClient(voice) : null, documents });
  const outbox = together(...(['acts', 'files', 'portal'] as const).map((line) => outboxWorker(pool, flows, system, log, line)));
  const post = outboxWorker(pool, [...mailFlows({ pool, mailer, publicUrl }), ...notificationMailFlows({ pool, mailer, publicUrl })], system, log, 'mail');
  const failed = (error: unknown): void => log.error('minute leaf failed', { error: String(error) });
  const viewers = setInterval(() => hub.tellViewers(), 1_000);
  const stops: (() => void | Promise<void>)[] = [() => clearInterval(viewers), guestTicker(guests, system, failed), checkTicker(checks, system, () => clock.iso(), failed), startJanitor(pool, failed, () => uploads.sweep(), () => sweepUnconfirmed(pool)), postTicker([() => tellNews(pool), () => tellByMail(pool)], failed)];
  return {
    deps, system, writer, batches, timers, outbox,
    clockMoved(state: ClockState): void {
      timers.wake();
      for (const channel of hub.open()) hub.tell(channel, 'clock', { now: clock.iso(), offsetMs: state.offsetMs, frozen: state.frozenAt !== null });
    },
    start(): void {
      writer.start();
      batches.start();
    },
    async stop(): Promise<void> {
      for (const stop of stops) await stop();
      await post.stop();
      await timers.stop();
      await outbox.stop();
      await batches.stop();
      await writer.stop();
    },
  };
}

export type Platform = Awaited<ReturnType<typeof compose>>;

function registryOf(specs: readonly AnySpec[]): Map<string, AnySpec> {
  const registry = new Map<string, AnySpec>();
  for (const spec of specs) {
    if (registry.has(spec.id)) throw new Error(`two declarations of ${spec.id}`);
    registry.set(spec.id, spec);
  }
  return registry;
}

async function channelExists(pool: Pool, channel: string): Promise<boolean> {
  const lotId = channel.slice(channel.indexOf(':') + 1);
  const { rowCount } = await pool.query(`select 1 from record where kind = 'opening' and lot_id::text = $1`, [lotId]);
  return (rowCount ?? 0) > 0;
}
