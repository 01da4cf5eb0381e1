import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBlobStore } from '../../platform/blobs.ts';
import { openMarket, players, playLot, START, type Company, type Market, type Players } from '../../platform/testing/market.ts';
import { testDatabase, type TestDatabase } from '../../platform/testing/pg.ts';
import { signAct } from '../../seal/index.ts';
import { avoidanceFacts } from '../expert-draw/index.ts';
import type { Lot } from '../project-intake/index.ts';
import { consentFacts } from '../../contracts/consortium-consent.ts';
import type { ConsortiumInput } from './consortium.ts';
import { specs, type Bid } from './index.ts';

let database: TestDatabase;
let m: Market;
let p: Players;
let lead: Company;
let second: Company;
let third: Company;
let lotId: string;
beforeAll(async () => {
  database = await testDatabase();
  m = await openMarket(database.pool, specs('ql-test', await openBlobStore(mkdtempSync(join(tmpdir(), 'qinglan-consortium-')), database.pool)));
  p = await players(m);
  [lead, second, third] = [await m.company('牵头公司', ['bidder']), await m.company('成员公司', ['bidder']), await m.company('另一成员', ['bidder'])];
});
beforeEach(async () => { ({ lotId } = await playLot(m, p, { category: 'engineering', seal: { consortium: { maxMembers: 2 } } })); });
afterAll(() => database.close());

/** A sealed bid as `bid-encrypt` leaves it. */
async function sealed(who: Company, bidSeq: number): Promise<string> {
  const id = randomUUID();
  await m.s.put({ kind: 'bid', id, state: 'sealed', lotId, ownerId: who.entityId, key: `${lotId}/${bidSeq}`, data: { bidSeq, bidderId: who.entityId, bidderName: who.name, cipherSha256: '0'.repeat(64) } });
  return id;
}

async function terms(members: Company[], shares: string[], signers: readonly Company[] = members): Promise<ConsortiumInput> {
  const part = (i: number) => ({ sharePercent: shares[i] ?? '0', work: `分工${i}` });
  const bare = { agreementFile: await m.blob(lead.entityId), lead: part(0), members: members.map(({ entityId }, i) => ({ entityId, ...part(i + 1), consent: { certificate: '', value: '' } })) };
  const facts = consentFacts('ql-test', lotId, lead.entityId, bare);
  const consents = await Promise.all(signers.map(({ key }) => signAct(facts, key.der, key.privateKey)));
  return { ...bare, members: bare.members.map((one, i) => ({ ...one, consent: consents[i] ?? one.consent })) };
}

const file = (bidId: string, input: ConsortiumInput, lot = lotId) => m.act('bid-consortium', lead.actor, lot, { bidId, ...input });
const refused = (bidId: string, input: ConsortiumInput) => m.refused('bid-consortium', lead.actor, lotId, { bidId, ...input });
const bidOf = async (id: string) => m.s.get<Bid>('bid', id);

it('goes by the consortium name from then on, and who is in it stays sealed', async () => {
  const bidId = await sealed(lead, 100_001);
  const { result, receipt } = await file(bidId, await terms([second], ['60', '40.00']));
  expect(result).toMatchObject({ memberCount: 2, name: '牵头公司、成员公司(联合体)' });
  expect((await bidOf(bidId))?.data).toMatchObject({ bidderName: '牵头公司、成员公司(联合体)', consortium: { members: [{ entityId: lead.entityId, sharePercent: '60' }, { entityId: second.entityId }] } });
  const { rows } = await m.pool.query<{ open: boolean; body: string }>('select open, body from leaf where id = $1', [receipt?.leafId]);
  expect(rows[0]?.open).toBe(false);
  expect(rows[0]?.body).not.toContain(second.entityId);
  await m.act('bid-submit', lead.actor, lotId, { bidId });
  // filed before the bid is handed in, not after it
  expect(await refused(bidId, await terms([second], ['60', '40']))).toBe('state');
});

it('takes members that are bidders, once each, no more than the documents say, whose shares make a whole', async () => {
  const bidId = await sealed(lead, 100_002);
  expect(await refused(bidId, await terms([second, third], ['50', '30', '20']))).toBe('consortium-members');
  expect(await refused(bidId, await terms([second], ['50', '49.99']))).toBe('consortium-members');
  expect(await refused(bidId, await terms([lead], ['50', '50']))).toBe('consortium-members');
  expect(await refused(bidId, await terms([p.tenderer], ['50', '50']))).toBe('consortium-members');
  expect(await refused(bidId, { ...(await terms([second], ['50', '50'])), agreementFile: 'd'.repeat(64) })).toBe('blob-missing');
  expect(await m.refused('bid-consortium', second.actor, lotId, { bidId, ...(await terms([third], ['50', '50'])) })).toBe('not-found');
});

it('nobody is made a member without having signed these very terms', async () => {
  const bidId = await sealed(lead, 100_003);
  const input = await terms([second], ['60', '40']);
  expect(await refused(bidId, await terms([second], ['60', '40'], [third]))).toBe('consortium-consent');
  expect(await refused(bidId, { ...input, lead: { ...input.lead, sharePercent: '70' }, members: input.members.map((one) => ({ ...one, sharePercent: '30' })) })).toBe('consortium-consent');
  expect(await refused(bidId, { ...input, members: input.members.map((one) => ({ ...one, consent: { certificate: 'A'.repeat(200), value: 'B'.repeat(86) } })) })).toBe('consortium-consent');
});

it('a lot that takes none refuses them', async () => {
  const trade = await playLot(m, p, { category: 'engineering' });
  const former = lotId;
  ({ lotId } = trade);
  const bidId = await sealed(lead, 100_004);
  expect(await refused(bidId, await terms([second], ['60', '40']))).toBe('consortium-not-taken');
  lotId = former;
});

it('who is in one bid is in no other: alone, in another consortium, or side by side at the same moment', async () => {
  const [joint, alone, other] = [await sealed(lead, 100_005), await sealed(second, 100_006), await sealed(third, 100_007)];
  await file(joint, await terms([second], ['60', '40']));
  await m.act('bid-submit', lead.actor, lotId, { bidId: joint });
  expect(await m.refused('bid-submit', second.actor, lotId, { bidId: alone })).toBe('r-bid-latest-only');
  await m.act('bid-submit', third.actor, lotId, { bidId: other });
  // withdrawn, its members are free again
  await m.act('bid-withdraw', lead.actor, lotId, { bidId: joint, action: 'withdraw' });
  await m.act('bid-submit', second.actor, lotId, { bidId: alone });
  const again = await sealed(lead, 100_008);
  await file(again, await terms([second], ['60', '40']));
  expect(await m.refused('bid-submit', lead.actor, lotId, { bidId: again })).toBe('r-bid-latest-only');
  await m.act('bid-withdraw', second.actor, lotId, { bidId: alone, action: 'withdraw' });
  const raced = await sealed(second, 100_009);
  const outcomes = await Promise.all([['lead', lead, again], ['second', second, raced]].map(async ([, who, bidId]) =>
    m.act('bid-submit', (who as Company).actor, lotId, { bidId }).then(() => 'in', (error: { code?: string }) => error.code)));
  expect(outcomes.sort()).toEqual(['in', 'r-bid-latest-only']);
});

it('a new version files anew, with its members or without', async () => {
  const [first, next] = [await sealed(lead, 100_010), await sealed(lead, 100_011)];
  await file(first, await terms([second], ['60', '40']));
  await m.act('bid-submit', lead.actor, lotId, { bidId: first });
  await m.act('bid-submit', lead.actor, lotId, { bidId: next, replacesBidSeq: 100_010 });
  const alone = await sealed(second, 100_012);
  await m.act('bid-submit', second.actor, lotId, { bidId: alone });
});

it('experts are kept away from every member', async () => {
  const bidId = await sealed(lead, 100_013);
  await file(bidId, await terms([second], ['60', '40']));
  await m.act('bid-submit', lead.actor, lotId, { bidId });
  const reader = { get: (kind: string, id: string) => m.s.get(kind, id), list: async ({ kind }: { kind: string }) => (kind === 'bid' ? [await bidOf(bidId)] : []) };
  const lot = await m.s.get<Lot>('lot', lotId);
  const about = await avoidanceFacts(reader as never, lot ?? expect.fail());
  expect(about.bidderIds).toEqual(expect.arrayContaining(['name:牵头公司', 'name:成员公司']));
});

it('who was prequalified together bids together', async () => {
  const bidId = await sealed(lead, 100_014);
  await m.pool.query(`update record set data = data || '{"invited": true, "prequal": {"deadline": "${START}"}}' where kind = 'lot' and id = $1`, [lotId]);
  const put = (kind: string, state: string, data: object) => m.s.put({ kind, id: randomUUID(), state, lotId, ownerId: lead.entityId, key: null, data });
  await put('invitation', 'sent', { invitationFile: '0'.repeat(64), sentAt: START });
  await put('application', 'passed', { applicationSeq: 100_001, applicantId: lead.entityId, members: [lead.entityId, third.entityId] });
  expect(await refused(bidId, await terms([second], ['60', '40']))).toBe('consortium-changed');
  expect(await m.refused('bid-submit', lead.actor, lotId, { bidId })).toBe('consortium-changed');
  await file(bidId, await terms([third], ['60', '40']));
  await m.act('bid-submit', lead.actor, lotId, { bidId });
});
