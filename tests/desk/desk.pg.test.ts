import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsRead, contractRead, deskRead, type ActionsRead, type ContractRead, type DeskRead } from '../../src/contracts/desk.ts';
import { declarations } from '../../src/app/declarations.ts';
import { namesOf } from '../../src/app/desk/names.ts';
import { notifyFlow } from '../../src/app/desk/notifications.ts';
import { notificationsRead } from '../../src/contracts/notifications.ts';
import type { Client } from '../../cli/lib/client.ts';
import { company, type Member } from '../support/cast.ts';
import { openLot, stage, submitted, type OpenLot, type Stage } from '../support/open-lot.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let crew: Stage;
let lot: OpenLot;
let bidder: Member;
let stranger: Member;
beforeAll(async () => {
  world = await openWorld();
  crew = await stage(world);
  lot = await openLot(crew);
  [bidder, stranger] = [await company(world, ['bidder']), await company(world, ['bidder'])];
  await submitted(world, lot, bidder);
});
afterAll(() => world.close());

const actions = async (client: Client): Promise<ActionsRead> => actionsRead.parse(await client.get(`/api/v1/lots/${lot.lotId}/actions`));
const ids = ({ items }: ActionsRead): string[] => items.map(({ id }) => id);
const desk = async (client: Client, query = ''): Promise<DeskRead> => deskRead.parse(await client.get(`/api/v1/desk${query}`));

describe('what one may do with a lot that takes bids', () => {
  it('is for the tenderer to clarify, change and prepare the draw, never to bid or to decide', async () => {
    const offered = ids(await actions(crew.tenderer.client));
    expect(offered).toEqual(expect.arrayContaining(['doc-clarify', 'not-change', 'not-abnormal']));
    for (const other of ['bid-submit', 'awd-decide', 'opn-start', 'int-accept', 'project-amend']) expect(offered).not.toContain(other);
  });

  it('is for a bidder to fetch, ask, submit and withdraw; what the trade waits for stands first', async () => {
    const { items } = await actions(bidder.client);
    const next = items.filter((item) => item.next).map(({ id }) => id);
    // it has fetched the documents and submitted: nothing of it is waited for
    expect(next).toEqual([]);
    expect((await actions(stranger.client)).items.filter((item) => item.next).map(({ id }) => id)).toEqual(['doc-download', 'bid-submit']);
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['doc-question', 'bid-withdraw', 'bid-encrypt']));
    expect(items.map(({ id }) => id)).not.toContain('opn-decrypt');
    expect(ids(await actions(stranger.client))).toContain('bid-submit');
    expect(ids(await actions(stranger.client))).not.toContain('bid-withdraw');
  });

  it('comes with the first lawful instant of every date, and a working morning after it', async () => {
    const { lawful } = await actions(crew.tenderer.client);
    const deadline = lawful.find(({ field }) => field === 'bidDeadline');
    // Monday 2 March 2026, 09:00 in Beijing: twenty days later is a Sunday
    expect(deadline).toMatchObject({ earliest: '2026-03-21T16:00:00.000Z', suggested: '2026-03-23T01:30:00.000Z', basis: '招标投标法 第24条' });
  });

  it('is nothing for a guest', async () => {
    await expect(world.guest.get(`/api/v1/lots/${lot.lotId}/actions`)).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});

it('every act, step and declaration has a name of its own, none a bare id', () => {
  const { specs } = declarations();
  expect(specs.filter(({ kind, id }) => kind !== 'system' && [namesOf(id).zh, namesOf(id).en].includes(id)).map(({ id }) => id)).toEqual([]);
});

describe('the desk', () => {
  it('finds a lot by part of its code or name among one\'s own, and nothing of others', async () => {
    const [own] = (await desk(crew.tenderer.client)).items;
    const code = own?.lotCode ?? expect.fail('no lot');
    const found = async (client: Client, q: string) => (await desk(client, `?q=${encodeURIComponent(q)}`)).items.map(({ lotId }) => lotId);
    expect(await found(crew.tenderer.client, code.slice(4, 20).toLowerCase())).toEqual([lot.lotId]);
    expect(await found(crew.tenderer.client, own?.projectName.slice(1) ?? '')).toContain(lot.lotId);
    expect(await found(crew.tenderer.client, '%')).toEqual([]);
    expect(await found(stranger.client, code)).toEqual([]);
  });

  it('shows the tenderer its lots and the bidder those it has touched, with the nearest limit', async () => {
    for (const [client, as] of [[crew.tenderer.client, 'tenderer'], [bidder.client, 'bidder']] as const) {
      const [item] = (await desk(client)).items;
      expect(item).toMatchObject({ lotId: lot.lotId, stage: 'noticed', as: [as], due: { event: 'sale-end', over: false } });
    }
    expect((await desk(stranger.client)).items).toEqual([]);
  });

  it('comes in pages that neither lose nor double a lot', async () => {
    const second = await openLot(crew);
    const first = await desk(crew.tenderer.client, '?limit=1');
    const rest = await desk(crew.tenderer.client, `?limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map(({ lotId }) => lotId).sort()).toEqual([lot.lotId, second.lotId].sort());
    expect(rest.nextCursor).toBeNull();
    await expect(desk(crew.tenderer.client, '?cursor=broken')).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('the contract of an act', () => {
  it('tells its fields, when they become public and its rules', async () => {
    const contract: ContractRead = contractRead.parse(await world.guest.get('/api/v1/contracts/bid-submit'));
    expect(contract).toMatchObject({ group: 'acts', subjectKind: 'lot', publicFrom: { id: 'bid-deadline' }, input: { type: 'object' } });
    expect(contract.rules.map(({ id }) => id)).toContain('r-before-deadline');
    await expect(world.guest.get('/api/v1/contracts/bid-receipt')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('notifications', () => {
  it('reach those whom an act concerns, once, and are read when marked', async () => {
    const { tenderer } = crew;
    await tenderer.client.act('doc-clarify', lot.lotId, {
      clarificationFile: (await tenderer.client.uploadText('clarification')).sha256, isMaterial: false, changedItems: ['踏勘时间'], revisedContent: '踏勘改为三月九日', answers: [],
    });
    await world.platform.outbox.drain();
    const unread = async (client: Client) => notificationsRead.parse(await client.get('/api/v1/notifications?unread=1'));
    const told = await unread(bidder.client);
    expect(told.items.map(({ fp, lotId }) => [fp, lotId])).toEqual([['doc-clarify', lot.lotId]]);
    expect(told.unread).toBe(1);
    expect((await unread(stranger.client)).items).toEqual([]);
    // told again after a crash, it is still one
    await world.pool.query(`update outbox set done_at = null where topic = 'told'`);
    await world.platform.outbox.drain();
    expect((await unread(bidder.client)).unread).toBe(1);
    const mark = (client: Client, id: string) => client.post('/api/v1/notifications/read', { id });
    await mark(stranger.client, told.items[0]?.id ?? '');
    expect((await unread(bidder.client)).unread).toBe(1);
    await mark(bidder.client, told.items[0]?.id ?? '');
    expect((await unread(bidder.client)).unread).toBe(0);
  });

  it('of what is done bid by bid tell once', async () => {
    const flow = notifyFlow(world.pool);
    const tell = (fp: string) => flow.run({ fp, lotId: lot.lotId, leafId: randomUUID(), at: '2026-03-02T01:00:00.000Z' }, async () => ({}));
    for (const fp of ['opn-announce', 'opn-announce', 'opn-announce', 'not-change', 'not-change']) await tell(fp);
    const { items } = notificationsRead.parse(await bidder.client.get('/api/v1/notifications?unread=1'));
    expect(items.map(({ fp }) => fp).sort()).toEqual(['not-change', 'not-change', 'opn-announce']);
  });

  it('of a question on one bid tell its bidder alone', async () => {
    const rival = await company(world, ['bidder']);
    await submitted(world, lot, rival);
    const { rows: [own] } = await world.pool.query<{ id: string }>(
      `select f.id from leaf f join record b on b.kind = 'bid' and b.lot_id = f.lot_id and b.data->>'bidSeq' = f.body::jsonb->'public'->>'bidSeq' where f.lot_id = $1 and b.owner_id = $2 limit 1`, [lot.lotId, rival.id]);
    await notifyFlow(world.pool).run({ fp: 'evl-clarify', lotId: lot.lotId, leafId: own?.id ?? expect.fail('the bid has no leaf'), at: '2026-03-02T02:00:00.000Z' }, async () => ({}));
    const told = async (client: Client) => notificationsRead.parse(await client.get('/api/v1/notifications?unread=1')).items.map(({ fp }) => fp);
    expect(await told(rival.client)).toContain('evl-clarify');
    for (const other of [bidder, stranger, crew.tenderer]) expect(await told(other.client)).not.toContain('evl-clarify');
  });

  it('tell the tenderer that the project was taken in, though it is no act on the lot', async () => {
    await world.platform.outbox.drain();
    const { items } = notificationsRead.parse(await crew.tenderer.client.get('/api/v1/notifications'));
    expect(items.filter(({ fp, lotId }) => fp === 'int-accept' && lotId === lot.lotId)).toHaveLength(1);
  });

  it('of what one did oneself stand read in the list', async () => {
    const { tenderer } = crew;
    const { accountId } = (await world.pool.query<{ accountId: string }>(`select id as "accountId" from record where kind = 'account' and data->>'entityId' = (select owner_id::text from record where id = $1)`, [lot.lotId])).rows[0] ?? {};
    await notifyFlow(world.pool).run({ fp: 'awd-notice', lotId: lot.lotId, leafId: randomUUID(), at: '2026-03-02T02:00:00.000Z', by: accountId }, async () => ({}));
    const { items } = notificationsRead.parse(await tenderer.client.get('/api/v1/notifications'));
    expect(items.filter(({ fp }) => fp === 'awd-notice').map(({ read }) => read)).toEqual([true]);
    expect(notificationsRead.parse(await bidder.client.get('/api/v1/notifications?unread=1')).items.some(({ fp }) => fp === 'awd-notice')).toBe(true);
  });
});
