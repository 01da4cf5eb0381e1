import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { opened, system, type Opened } from '../../../../tests/support/committee-stage.ts';
import type { Actor } from '../../../platform/act.ts';
import { SYSTEM_ACTOR } from '../../../platform/system.ts';
import { actorOf } from '../../../platform/testing/scenario.ts';
import { testDatabase, type TestDatabase } from '../../../platform/testing/pg.ts';
import { specs as award } from '../../award-contract/index.ts';
import { specs as evaluation, type Evaluation } from '../../evaluation/index.ts';
import type { Lot } from '../../project-intake/index.ts';
import { digests } from '../../witness-ledger/index.ts';
import { duePapers, released } from './due.ts';
import { paperFacts } from './facts.ts';
import { paperFile } from './file.ts';
import { paperOfReader, papersOfLot } from './queries.ts';

let database: TestDatabase;
let at: Opened;
const agencyId = randomUUID();
const spec = (id: string) => [...award, ...evaluation].find((one) => one.id === id) ?? expect.fail(`no spec ${id}`);
const act = (id: string, who: Actor, input: unknown) => at.play.act(spec(id), who, at.lotId, input);
const file = 'a'.repeat(64);
const sha = { 'score-summary': 'c'.repeat(64), 'evaluation-report': 'd'.repeat(64) } as const;
type Handed = keyof typeof sha;
const kinds: Handed[] = ['score-summary', 'evaluation-report'];

/** The committee has signed; nothing is published yet. */
beforeAll(async () => {
  database = await testDatabase();
  const notice = { noticeId: 'n', noticeType: 'tender', title: 'x', publishedAt: '2026-11-01T00:00:00.000Z', items: {} };
  at = await opened(database.pool, [{ price: '10000' }, { price: '11000' }, { price: '9000' }], { config: { method: 'lowest-evaluated' }, lot: { ceilingFen: '12000', agencyId, agencyName: '代理', notices: [notice] } });
  await database.pool.query('insert into blob (sha256, owner_id, sm3, size) select s, $2, s, 1 from unnest($1::text[]) s', [[file, ...Object.values(sha)], at.tenderer.entityId]);
  await system(at.play, spec('session-open'), at.lotId);
  for (const who of at.members) await act('evl-checkin', who, { witnessed: true });
  for (const who of at.members) await act('evl-avoid', who, { declared: 'clear' });
  for (const who of at.members) await act('evl-chair', who, { votedSeatNo: 1 });
  const items = [{ code: 'form', result: 'pass' }, { code: 'qualification', result: 'pass' }];
  for (const bidId of at.bidIds) for (const who of at.members) await act('evl-prelim', who, { bidId, items });
  await printAll();
  expect(await papersFor(at.tenderer)).toEqual([]);
  const session = await at.play.get<Evaluation>('evaluation', (await at.play.get<Lot>('lot', at.lotId))?.data.evaluationSessionId ?? '');
  for (const who of at.members) await act('evl-report', who, { reportDigest: session?.data.report?.digest, position: 'agree' });
  await printAll();
});
afterAll(() => database.close());

async function facts() { return (await paperFacts(database.pool, at.lotId)) ?? expect.fail('no lot'); }

/** As the flow does, with a digest for the file. */
async function printAll(): Promise<void> {
  for (const { kind, version, ownerId, paper } of duePapers(await facts(), { origin: 'o', verifyBase: 'https://v.example' })) {
    const sha256 = kinds.includes(kind as Handed) ? sha[kind as Handed] : 'e'.repeat(64);
    await system(at.play, paperFile, at.lotId, { paperKind: kind, version, title: paper.title, no: paper.no, at: paper.at, sha256, contentSha256: sha256, size: 1, sealed: true, ownerId });
  }
}

const papersFor = async (who: Actor | null) => (await papersOfLot(database.pool, who, at.lotId)).items;
const strangers = (): (Actor | null)[] => [null, actorOf(['bidder'], { entityId: bidderId }), actorOf(['tenderer', 'agency'], { entityId: randomUUID() }), actorOf(['supervisor'])];
let bidderId = '';
const leaves = async () => (await database.pool.query<{ kind: string; gate: string; open: boolean }>(`select (body::jsonb)->'public'->>'docKind' as kind, gate, open from leaf where lot_id = $1 and fp = 'gov-document'`, [at.lotId])).rows;
const publicBlobs = async () => (await database.pool.query<{ sha256: string }>('select sha256 from blob where public and sha256 = any ($1::text[])', [Object.values(sha)])).rows.length;

it('hands report and scores to the tenderer and its agency when the committee has signed, and to nobody else before the award', async () => {
  bidderId = (await at.play.get('bid', at.bidIds[0] ?? ''))?.ownerId ?? '';
  const mine = await papersFor(at.tenderer);
  expect(mine.map(({ kind, handed, own }) => [kind, handed, own])).toEqual([['score-summary', true, false], ['evaluation-report', true, false]]);
  expect(await papersFor(actorOf(['agency'], { entityId: agencyId }))).toEqual(mine);
  for (const { paperId, sha256 } of mine) {
    expect(await paperOfReader(database.pool, at.tenderer, paperId)).toMatchObject({ sha256 });
    expect((await digests(database.pool, at.tenderer, sha256)).items).toHaveLength(1);
  }
  for (const stranger of strangers()) {
    expect(await papersFor(stranger)).toEqual([]);
    for (const { paperId, sha256 } of mine) {
      await expect(paperOfReader(database.pool, stranger, paperId)).rejects.toMatchObject({ code: 'not-found' });
      expect((await digests(database.pool, stranger, sha256)).items).toEqual([]);
    }
  }
  expect(await leaves()).toEqual(expect.arrayContaining(kinds.map((kind) => ({ kind, gate: 'award-decided', open: false }))));
  expect(await publicBlobs()).toBe(0);
  // asked again while the gate is shut, nothing is let out
  await system(at.play, paperFile, at.lotId, { paperKind: 'evaluation-report', version: (await facts()).papers.find(({ data }) => data.paperKind === 'evaluation-report')?.key?.split('/').slice(2).join('/'), title: 'x', no: 'x', at: LATER, sha256: file, contentSha256: file, size: 1, sealed: true, ownerId: null });
  expect(await publicBlobs()).toBe(0);
  expect(released(await facts())).toEqual([]);
});

const LATER = '2026-12-06T01:00:00.000Z';

it('is the same paper for everybody from the award on', async () => {
  const before = await papersFor(at.tenderer);
  await act('awd-candidate', at.tenderer, { publicityEnd: '2026-12-05T00:00:00.000Z', publicityFile: file, objectionChannel: '0' });
  expect((await papersFor(null)).map(({ kind }) => kind)).not.toContain('evaluation-report');
  await at.play.setNow(LATER);
  await act('awd-decide', at.tenderer, { bidSeq: 3, decisionFile: file, decisionMakerId: 'M-1' });
  for (const reader of [at.tenderer, ...strangers()]) {
    const now = (await papersFor(reader)).filter(({ kind }) => kinds.includes(kind as Handed));
    expect(now).toEqual(before.map(({ handed: _, ...one }) => one));
  }
  expect((await leaves()).filter(({ kind }) => kinds.includes(kind as Handed)).map(({ open }) => open)).toEqual([true, true]);
  const shut = released(await facts());
  expect(shut).toHaveLength(2);
  for (const { key, data: { paperKind, title, no, at: when, sha256, contentSha256, size, sealed } } of shut) {
    await at.play.act(paperFile, SYSTEM_ACTOR, at.lotId, { paperKind, version: key?.split('/').slice(2).join('/'), title, no, at: when, sha256, contentSha256, size, sealed, ownerId: null });
  }
  expect(await publicBlobs()).toBe(2);
  expect(released(await facts())).toEqual([]);
});
