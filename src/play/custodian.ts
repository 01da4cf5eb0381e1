import type { LeavesRead } from '../contracts/reads.ts';
import { answerTestShare, releaseShare, toBase64Url, type SealHeader, type TestShare } from '../seal/index.ts';
import { ProblemError, type Client } from './client.ts';
import { DEADLINE_POINTS, openingProof, type Evidence } from './opening-proof.ts';

interface TestRequest { lotId: string; custodianId: string; test: TestShare }
interface ReleaseItem { lotId: string; custodianId: string; startLeafId: string; bids: { bidSeq: number; header: SealHeader }[] }

export interface CustodianEvents {
  proved?: (lotId: string, custodianId: string) => void;
  released?: (lotId: string, custodianId: string, bids: number) => void;
  /** told, not thrown: one lot that cannot be served must not keep the others waiting */
  failed?: (lotId: string, error: unknown) => void;
}

/**
 * The agent of one custodian (解密托管人). It holds its own key, proves test shares when asked, and gives its share of every bid of a
 * lot when it has seen for itself that the opening has begun: the leaf, its proof, the signature of the ledger under the key it
 * was given at its start, and a time not before the published deadline.
 */
export class CustodianAgent {
  private readonly client: Client;
  private readonly vkey: string;
  private readonly events: CustodianEvents;

  constructor(client: Client, vkey: string, events: CustodianEvents = {}) {
    this.client = client;
    this.vkey = vkey;
    this.events = events;
  }

  /** Everything asked of this custodian now; answers how much was done. */
  async tick(): Promise<number> {
    const tests = await this.ask<TestRequest>('/api/v1/custody/requests');
    const releases = await this.ask<ReleaseItem>('/api/v1/custody/releases');
    let done = 0;
    for (const test of tests) done += await this.told(test.lotId, () => this.prove(test));
    for (const item of releases) done += await this.told(item.lotId, () => this.release(item));
    return done;
  }

  /** Runs until told to stop; a lost connection is tried again. */
  async run(signal: AbortSignal, everyMs: number): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.tick();
      } catch (error) {
        this.events.failed?.('', error);
      }
      await pause(everyMs, signal);
    }
  }

  private async prove({ lotId, custodianId, test }: TestRequest): Promise<void> {
    const answer = await answerTestShare(test, this.key());
    await this.client.gov('custody-prove', lotId, { custodianId, answer });
    this.events.proved?.(lotId, custodianId);
  }

  private async release({ lotId, custodianId, startLeafId, bids }: ReleaseItem): Promise<void> {
    const leaves = await this.leavesOf(lotId);
    const start = leaves.find((leaf) => leaf.leafId === startLeafId);
    // not durable yet: at the next turn
    if (start === undefined) return;
    const documents = leaves.filter((leaf) => DEADLINE_POINTS.includes(leaf.fp) && (leaf.kind === 'act' || leaf.kind === 'gov'));
    const proof = await openingProof(lotId, this.client.deployment, this.vkey, await this.evidence(start), await Promise.all(documents.map((leaf) => this.evidence(leaf))));
    const shares = await Promise.all(bids.map(async ({ bidSeq, header }) => {
      const { share } = await releaseShare({ header, proof, custodianId }, this.key());
      return { bidSeq, share: toBase64Url(share.share) };
    }));
    await this.client.gov('custody-release', lotId, { custodianId, startLeafId, shares });
    this.events.released?.(lotId, custodianId, shares.length);
  }

  private async evidence({ leafId, index }: LeavesRead['items'][number]): Promise<Evidence> {
    const [entry, proof] = await Promise.all([this.client.getText(`/api/v1/ledger/entries/${index}`), this.client.getText(`/api/v1/ledger/proofs/${leafId}`)]);
    return { entry, proof };
  }

  private async leavesOf(lotId: string): Promise<LeavesRead['items']> {
    const items: LeavesRead['items'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: LeavesRead = await this.client.get(`/api/v1/ledger/leaves?lotId=${lotId}&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  private async ask<T>(path: string): Promise<T[]> {
    try {
      return (await this.client.get<{ items: T[] }>(path)).items;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      await this.client.signIn();
      return (await this.client.get<{ items: T[] }>(path)).items;
    }
  }

  private async told(lotId: string, work: () => Promise<void>): Promise<number> {
    try {
      await work();
      return 1;
    } catch (error) {
      this.events.failed?.(lotId, error);
      return 0;
    }
  }

  private key(): CryptoKey {
    if (this.client.who === null) throw new Error('a custodian has a key');
    return this.client.who.encrypt.privateKey;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
