import { expect, test } from 'vitest';
import { machine, type CategoryId, type KindId } from '../../../catalogue/index.ts';
import type { Lot } from '../../modules/project-intake/index.ts';
import type { Actor } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { declarations } from '../declarations.ts';
import { possible, type Beside } from './possible.ts';

const { specs } = declarations();
const [tenderer, agency, seated] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333'];

const actor = (role: 'tenderer' | 'agency' | 'owner-rep', entityId: string | null, accountId: string): Actor => ({ key: accountId, role, roles: [role], accountId, entityId, name: '某单位', regions: [], industries: [], certificateValid: true });

const lotOf = (category: CategoryId, kind: KindId, state: string): Rec<Lot> => ({
  kind: 'lot', id: '44444444-4444-4444-8444-444444444444', state, lotId: null, ownerId: tenderer, key: null, version: 1,
  data: { category, kind, machine: category === 'engineering' ? 'tender-lot' : 'gp-lot', tendererId: tenderer, agencyId: agency, regionCode: '330100', industryId: 'housing-municipal', objectType: 'goods', openGates: [], slots: [], notices: [], bidDeadline: '2026-01-01T00:00:00.000Z' },
} as unknown as Rec<Lot>);

const beside = (state: string, disputed = false): Beside[] => [
  { kind: 'opening', state: 'closed', ownerId: null, members: [] }, { kind: 'draw', state: 'unsealed', ownerId: null, members: [] },
  { kind: 'evaluation', state, ownerId: null, members: [seated] }, ...(disputed ? [{ kind: 'dispute', state: 'decrypted', ownerId: null, members: [] }] : []),
];
const offered = (lot: Rec<Lot>, around: readonly Beside[], who: Actor): string[] => possible(specs, lot, around, who).map(({ id }) => id);

const MEMBERS = /^(evl-|reject-vote|correction-vote|do-order-correction)/;
const trades = [['engineering', 'open-tender'], ['gov-procurement', 'competitive-negotiation'], ['gov-procurement', 'open-tender']] as const;

test('nobody without a seat is offered what members of a committee do, wherever lot and session stand', () => {
  let members = 0;
  for (const [category, kind] of trades) {
    const purchasersOwn = category === 'gov-procurement' && kind === 'open-tender' ? ['evl-prelim'] : [];
    for (const state of machine(category === 'engineering' ? 'tender-lot' : 'gp-lot').states) {
      for (const session of machine('evaluation-session').states) {
        const [lot, around] = [lotOf(category, kind, state), beside(session)];
        for (const who of [actor('tenderer', tenderer, tenderer), actor('agency', agency, agency)]) {
          expect(offered(lot, around, who).filter((id) => MEMBERS.test(id) && !purchasersOwn.includes(id)), `${kind} ${state} ${session}`).toEqual([]);
        }
        members += offered(lot, around, actor('owner-rep', null, seated)).filter((id) => MEMBERS.test(id)).length;
      }
    }
  }
  // and who sits is offered them, or the list above would prove nothing
  expect(members).toBeGreaterThan(50);
});

test('an objection raised at the opening is answered where there is one, and then first of all', () => {
  const [lot, who] = [lotOf('engineering', 'open-tender', 'opening'), actor('tenderer', tenderer, tenderer)];
  expect(offered(lot, beside('ready'), who)).not.toContain('dispute-answer');
  expect(offered(lot, beside('ready', true), who)[0]).toBe('dispute-answer');
});

test('a single source is published once; then its documents come', () => {
  const who = actor('tenderer', tenderer, tenderer);
  const waits = (lot: Rec<Lot>): string[] => possible(specs, lot, [], who).filter(({ next }) => next).map(({ id }) => id);
  const lot = lotOf('gov-procurement', 'single-source', 'accepted');
  expect(waits(lot)).toContain('gpr-single');
  const published = waits({ ...lot, data: { ...lot.data, single: {} as NonNullable<Lot['single']> } });
  expect(published).not.toContain('gpr-single');
  expect(published).toContain('doc-seal');
});

test('a framework agreement that is signed waits for its first order, not for its end', () => {
  const who = actor('tenderer', tenderer, tenderer);
  const contracted = lotOf('gov-procurement', 'framework-agreement', 'contracted');
  const around: Beside[] = [{ kind: 'contract', state: machine('contract').initial, ownerId: null, members: [] }];
  const waits = (orders: unknown[]): string[] => possible(specs, { ...contracted, data: { ...contracted.data, framework: { suppliers: [], items: [], modes: ['direct'], signedAt: '2026-01-02T00:00:00.000Z', orders } as unknown as NonNullable<Lot['framework']> } }, around, who).filter(({ next }) => next).map(({ id }) => id);
  expect(waits([])).toContain('gpr-framework');
  expect(waits([])).not.toContain('gpr-accept');
  expect(waits([{}])).not.toContain('gpr-framework');
  // a lot of another method waits for its acceptance
  expect(possible(specs, contracted, around, who).filter(({ next }) => next).map(({ id }) => id)).toContain('gpr-accept');
});

test('nothing is a duty before its time: no clarification unasked, no draw before bids are in, no decision while the candidates are public', () => {
  const who = actor('tenderer', tenderer, tenderer);
  const waits = (lot: Rec<Lot>, around: Beside[] = [], now = '2026-01-02T00:00:00.000Z'): string[] => possible(specs, lot, around, who, now).filter(({ next }) => next).map(({ id }) => id);
  const open = lotOf('engineering', 'open-tender', 'noticed');
  expect(waits(open)).not.toContain('doc-clarify');
  expect(waits(open)).not.toContain('exp-draw-request');
  expect(waits(open, [{ kind: 'question', state: 'open', ownerId: null, members: [] }])).toContain('doc-clarify');
  expect(waits(lotOf('engineering', 'open-tender', 'opened'))).toContain('exp-draw-request');
  const candidates = lotOf('engineering', 'open-tender', 'candidate-publicity');
  const publicly = { ...candidates, data: { ...candidates.data, publicity: { publishedAt: '2026-01-01T00:00:00.000Z', publicityEnd: '2026-01-05T00:00:00.000Z', objectionChannel: '招标人' } } };
  expect(waits(publicly)).not.toContain('awd-decide');
  expect(waits(publicly, [], '2026-01-05T00:00:00.000Z')).toContain('awd-decide');
});
