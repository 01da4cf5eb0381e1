import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../cli/lib/client.ts';
import { company, type Member } from '../support/cast.ts';
import { bearer, postJson, refused, send, signedBody, type Answer } from '../support/hostile.ts';
import { openLot, prepared, project as projectInput, seal, stage, submitted, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let at: Stage;
let lot: OpenLot;
let elsewhere: OpenLot;
let bidder: Member;
let rival: Member;
beforeAll(async () => {
  world = await openWorld();
  at = await stage(world);
  [lot, elsewhere] = [await openLot(at), await openLot(at)];
  [bidder, rival] = [await company(world, ['bidder', 'tenderer']), await company(world, ['bidder'])];
});
afterAll(() => world.close());

async function act(who: Member, id: string, subject: string, input: unknown): Promise<Answer> {
  const key = randomUUID();
  const body = await signedBody(world, who.identity, { act: id, subject, input, key });
  return postJson(world, `/api/v1/acts/${id}`, body, { ...await bearer(world, who.identity), 'idempotency-key': key });
}

const suite = { cipherSuite: 'qinglan-seal-v1', plainSha256: 'c'.repeat(64) };
async function encryptRaw(who: Member, envelope: Uint8Array<ArrayBuffer>, lotId = lot.lotId) {
  const { sha256 } = await who.client.upload(envelope);
  return () => act(who, 'bid-encrypt', lotId, { envelope: sha256, ...suite });
}
const states = async (owner: Member, lotId = lot.lotId) =>
  (await world.pool.query<{ state: string }>(`select state from record where kind = 'bid' and owner_id = $1 and lot_id = $2`, [owner.id, lotId])).rows.map(({ state }) => state);

describe('envelopes', () => {
  it('for another lot', async () => {
    const { envelope } = await seal(world, elsewhere, bidder);
    await refused(world, await encryptRaw(bidder, envelope), 422, 'envelope-foreign');
  });
  it('of another bidder, brought as one\'s own', async () => {
    const { envelope } = await seal(world, lot, rival);
    await refused(world, await encryptRaw(bidder, envelope), 422, 'envelope-foreign');
  });
  it('sealed to other custodians', async () => {
    const custody = lot.custody.map((one, i) => (i === 0 ? { ...one, certificate: bidder.identity.encrypt.certificate } : one));
    const { envelope } = await seal(world, { ...lot, custody }, bidder);
    await refused(world, await encryptRaw(bidder, envelope), 422, 'envelope-foreign');
  });
  it('sealed to an encryption certificate that is not bound', async () => {
    const { envelope } = await seal(world, lot, { ...bidder, identity: { ...bidder.identity, encrypt: rival.identity.encrypt } });
    await refused(world, await encryptRaw(bidder, envelope), 403, 'certificate-foreign');
  });
  it('cut anywhere, or longer than it should be', async () => {
    const { envelope } = await seal(world, lot, bidder);
    const wrong = [new Uint8Array([0]), envelope.slice(0, 40), envelope.slice(0, envelope.length >> 1), envelope.slice(0, -1), new Uint8Array([...envelope, 0])];
    for (const one of wrong) await refused(world, await encryptRaw(bidder, one), 422, 'envelope-invalid');
  });
  it('with one bit of the header turned, wherever', async () => {
    const { envelope } = await seal(world, lot, bidder);
    const header = Buffer.from(envelope).indexOf('\n---') + 4;
    let seen = 0;
    for (let i = 0; i < 24; i++) {
      const bent = new Uint8Array(envelope);
      const place = Math.floor((header * i) / 24);
      bent[place] = (bent[place] ?? 0) ^ (1 << (i % 8));
      const answer = await (await encryptRaw(bidder, bent))();
      // what only a key can tell is told at the opening; the platform without keys takes nothing it can see to be wrong
      expect(['envelope-invalid', 'envelope-foreign', 'certificate-foreign', ''], `byte ${place}: ${answer.text.slice(0, 200)}`).toContain(answer.code);
      if (answer.code !== '') seen += 1;
    }
    expect(seen).toBeGreaterThan(12);
  });
  it('that are not there, or somebody else\'s', async () => {
    await refused(world, () => act(bidder, 'bid-encrypt', lot.lotId, { envelope: 'd'.repeat(64), ...suite }), 422, 'blob-missing');
    const { sha256 } = await rival.client.upload((await seal(world, lot, bidder)).envelope);
    await refused(world, () => act(bidder, 'bid-encrypt', lot.lotId, { envelope: sha256, ...suite }), 422, 'blob-missing');
  });
});

describe('ids of other people\'s objects', () => {
  it('a bid is its bidder\'s alone', async () => {
    const theirs = await prepared(world, lot, rival);
    const own = await prepared(world, lot, bidder);
    await refused(world, () => act(bidder, 'bid-submit', lot.lotId, { bidId: theirs.bidId }), 404, 'not-found');
    await refused(world, () => act(bidder, 'bid-fingerprint', lot.lotId, { bidId: theirs.bidId, clientKind: 'cli', fileMetadata: 'b'.repeat(64) }), 404, 'not-found');
    await rival.client.act('bid-submit', lot.lotId, { bidId: theirs.bidId });
    await refused(world, () => act(bidder, 'bid-withdraw', lot.lotId, { bidId: theirs.bidId, action: 'withdraw' }), 404, 'not-found');
    await refused(world, () => act(bidder, 'bid-submit', lot.lotId, { bidId: own.bidId, replacesBidSeq: theirs.bidSeq }), 404, 'not-found');
    await refused(world, () => act(bidder, 'bid-submit', elsewhere.lotId, { bidId: own.bidId }), 404, 'not-found');
    const mine = await send(world, `/api/v1/lots/${lot.lotId}/bids/mine`, { headers: await bearer(world, bidder.identity) });
    expect(mine.text).not.toContain(theirs.bidId);
  });
  it('a lot is its tenderer\'s', async () => {
    const file = (await bidder.client.uploadText('x')).sha256;
    const docSeal = { files: [{ sha256: file, name: 'x' }], evaluation: { method: 'reasonable-low' }, qualification: 'x', custodianIds: at.custody.ids };
    await refused(world, () => act(bidder, 'doc-seal', lot.lotId, docSeal), 403, 'forbidden');
    const stop = { abnormalType: 'terminate', reasonCode: 'other', reason: 'x', noticeFile: file };
    await refused(world, () => act(bidder, 'not-abnormal', lot.lotId, stop), 403, 'forbidden');
    await refused(world, () => act(bidder, 'doc-issue', lot.lotId, { saleEnd: lot.bidDeadline, bidValidDays: 1 }), 403, 'forbidden');
  });
  it('a project in draft is not known to exist', async () => {
    const other = await company(world, ['tenderer']);
    const projectId = randomUUID();
    await other.client.gov('project-draft', projectId, projectInput());
    const input = { approvalFile: (await bidder.client.uploadText('approval')).sha256 };
    const unknown = await refused(world, () => act(bidder, 'int-submit', randomUUID(), input), 404, 'not-found');
    const known = await refused(world, () => act(bidder, 'int-submit', projectId, input), 404, 'not-found');
    expect(known.text).toBe(unknown.text);
  });
  it('who runs a trade does not bid in it', async () => {
    const { envelope } = await seal(world, lot, at.tenderer);
    await refused(world, await encryptRaw(at.tenderer, envelope), 403, 'forbidden');
  });
});

describe('fifty at once', () => {
  const done = (acted: Promise<unknown>): Promise<string> => acted.then(() => 'done', (error: unknown) => (error instanceof ProblemError ? error.code : String(error)));

  it('submissions of one bid by fifty clicks', async () => {
    const member = await company(world, ['bidder']);
    const { bidId } = await prepared(world, lot, member);
    const answers = await Promise.all(Array.from({ length: 50 }, () => done(member.client.act('bid-submit', lot.lotId, { bidId }))));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect([...new Set(answers.filter((answer) => answer !== 'done'))]).toEqual(['state']);
    expect(await states(member)).toEqual(['receipted']);
  });

  it('submissions of fifty bids of one bidder: exactly one is live', async () => {
    const member = await company(world, ['bidder']);
    const { sealed } = await prepared(world, lot, member);
    const bids: string[] = [];
    for (let i = 0; i < 50; i++) {
      const { result } = await member.client.act<{ bidId: string }>('bid-encrypt', lot.lotId, { envelope: sealed.cipherDigest.sha256, plainSha256: sealed.plainDigest, cipherSuite: 'qinglan-seal-v1' });
      await member.client.act('bid-fingerprint', lot.lotId, { bidId: result.bidId, clientKind: 'cli', fileMetadata: 'b'.repeat(64) });
      bids.push(result.bidId);
    }
    const answers = await Promise.all(bids.map((bidId) => done(member.client.act('bid-submit', lot.lotId, { bidId }))));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    expect([...new Set(answers.filter((answer) => answer !== 'done'))]).toEqual(['r-bid-latest-only']);
    expect((await states(member)).filter((state) => state === 'receipted')).toHaveLength(1);
    const leaves = await world.pool.query<{ n: number }>(`select count(*)::int as n from leaf where lot_id = $1 and fp = 'bid-receipt' and secrets->'bidderId'->>'value' = $2`, [lot.lotId, member.id]);
    expect(leaves.rows).toEqual([{ n: 1 }]);
  });

  it('replacements of one bid: one wins, the live bid is one', async () => {
    const member = await company(world, ['bidder']);
    const first = await submitted(world, lot, member);
    const bids = [];
    for (let i = 0; i < 10; i++) bids.push(await prepared(world, lot, member));
    const answers = await Promise.all(bids.map(({ bidId }) => done(member.client.act('bid-submit', lot.lotId, { bidId, replacesBidSeq: first.bidSeq }))));
    expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
    const all = await states(member);
    expect(all.filter((state) => state === 'receipted')).toHaveLength(1);
    expect(all.filter((state) => state === 'replaced')).toHaveLength(1);
  });
});
