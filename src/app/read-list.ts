import type { Ledger } from '../ledger/index.ts';
import type { AnySpec } from '../platform/act.ts';
import type { BlobStore } from '../platform/blobs.ts';
import type { PlatformClock } from '../platform/clock.ts';
import type { LiveHub } from '../platform/live.ts';
import { ownBids } from '../modules/bidding/index.ts';
import type { Deployment } from './genesis.ts';
import type { PlatformKeys } from './keys.ts';
import type { Read } from './reads.ts';

export interface ReadDeps { ledger: Ledger; keys: PlatformKeys; deployment: Deployment; clock: PlatformClock; blobs: BlobStore; hub: LiveHub; specs: readonly AnySpec[] }

/** Every read of the platform with its permission. */
export function readsOf(deps: ReadDeps): Read[] {
  return [...platformReads(deps), ...tradeReads()];
}

function platformReads({ ledger, keys, deployment, clock }: ReadDeps): Read[] {
  return [
    {
      path: '/api/v1/health', who: 'public', zh: '健康检查',
      query: async (db) => {
        await db.query('select 1');
        return { status: 'ok', parts: { database: 'ok', ledger: 'ok', blobs: 'ok' } };
      },
    },
    {
      path: '/api/v1/platform', who: 'public', zh: '平台信息',
      query: async () => ({
        deployment: deployment.id, mode: deployment.mode, now: clock.iso(), version: VERSION, nameZh: '清兰公共资源交易平台', nameEn: 'Qinglan public resource trading',
        clock: { offsetMs: clock.state().offsetMs, frozen: clock.state().frozenAt !== null },
        ledger: { origin: ledger.origin, vkey: ledger.vkey, fingerprint: ledger.fingerprint },
      }),
    },
    { path: '/api/v1/platform/receipt-key', who: 'public', zh: '回执公钥', query: async () => ({ alg: 'Ed25519', spki: keys.receiptKeyFingerprint }) },
  ];
}

function tradeReads(): Read[] {
  return [
    { path: '/api/v1/lots/:id/bids/mine', who: 'signed-in', zh: '本单位投标', query: (db, c, p) => ownBids(db, c.actor, p['id'] ?? '') },
  ];
}

const VERSION = '0.1.0';
