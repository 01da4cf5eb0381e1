import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draw, eligible } from './draw.ts';
import type { DrawRequest, RosterExpert } from './draw.ts';

const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
const request: DrawRequest = {
  on: 20_000, lookbackFrom: 20_000 - 1096, tendererId: 'tenderer', agencyId: 'agency', bidderIds: ['bidder-1', 'bidder-2'],
  bidderRegions: ['331002'], headHashes: ['head'], authorityIds: ['authority'], draftedByIds: ['E-drafter'],
  earlierRoundIds: ['E-earlier'], avoidEntityIds: ['avoided'], remote: false, regions: [],
  needs: [{ specialty: 'A01', headcount: 3 }, { specialty: 'B02', headcount: 1 }],
};
const expert = (expertId: string, more: Partial<RosterExpert> = {}): RosterExpert => ({
  expertId, valid: true, suspended: false, specialties: ['A01', 'B02'], region: '330100', employerId: `employer of ${expertId}`,
  employerRegion: '330100', employers: [], offices: [], kinHashes: [], adviserOf: [], disputesWith: [], punishedUntil: null,
  authorityStaffAllowed: false, sessionsIn7Days: 0, sessionsInYear: 0, ...more,
});
const roster = Array.from({ length: 20 }, (_, index) => expert(`E${String(index).padStart(3, '0')}`));

describe('who may sit', () => {
  const cases: [string, Partial<RosterExpert>, Partial<DrawRequest>?][] = [
    ['not-valid', { valid: false }], ['suspended', { suspended: true }], ['specialty', { specialties: ['C03'] }],
    ['region', {}, { regions: ['110000'] }], ['workload', { sessionsIn7Days: 4 }], ['workload', { sessionsInYear: 30 }],
    ['AV-01', { employerId: 'bidder-2' }], ['AV-01', { employers: [{ entityId: 'agency', until: 20_000 - 1096 }] }],
    ['AV-02', { offices: [{ entityId: 'bidder-1', until: null }] }], ['AV-03', { kinHashes: ['other', 'head'] }],
    ['AV-04', { employerId: 'authority' }], ['AV-05', { expertId: 'E-drafter' }], ['AV-06', { adviserOf: ['bidder-1'] }],
    ['AV-07', { punishedUntil: 20_000 }], ['AV-08', { disputesWith: ['bidder-2'] }], ['AV-10', { expertId: 'E-earlier' }],
    ['AV-11', { employers: [{ entityId: 'avoided', until: 1 }] }], ['AV-12', { region: '331002' }, { remote: true }],
    ['AV-12', { employerRegion: '331002' }, { remote: true }],
  ];
  test.each(cases)('%s', (cause, about, asked = {}) => {
    const { expertIds, filtered } = eligible([expert('E1', about)], { ...request, ...asked });
    expect([expertIds, filtered]).toEqual([[], { [cause]: 1 }]);
  });
  test('ties that are over, work below the cap and a local draw hinder nobody', () => {
    const free = [
      expert('E1', { employers: [{ entityId: 'tenderer', until: 20_000 - 1097 }] }), expert('E2', { sessionsIn7Days: 3, sessionsInYear: 29 }),
      expert('E3', { region: '331002' }), expert('E4', { employerId: 'authority', authorityStaffAllowed: true }),
      expert('E5', { punishedUntil: 19_999 }), expert('E6', { employerId: null }),
    ];
    expect(eligible(free, request).expertIds.length).toBe(6);
  });
});

describe('the draw', () => {
  test('calls the needed number, then at least two backups a specialty, nobody twice', () => {
    const result = draw(roster, request, seed);
    expect([result.called.length, result.backups.length, result.lacking, result.fewBackups]).toEqual([4, 4, [], []]);
    expect(new Set([...result.called, ...result.backups].map((seat) => seat.expertId)).size).toBe(8);
    expect(result.called.map((seat) => seat.specialty)).toEqual(['A01', 'A01', 'A01', 'B02']);
    expect(result.called.map((seat) => seat.expertId)).toEqual(result.order.slice(0, 4));
  });
  test('does not depend on the order of the roster, only on the seed', () => {
    expect(draw([...roster].reverse(), request, seed)).toEqual(draw(roster, request, seed));
    expect(draw(roster, request, seed.toReversed()).order).not.toEqual(draw(roster, request, seed).order);
  });
  test('AV-09: one of an employer at most', () => {
    const shared = roster.map((one, index) => ({ ...one, employerId: index < 15 ? 'institute' : one.employerId }));
    const called = draw(shared, request, seed).called.map(({ expertId }) => shared.find((one) => one.expertId === expertId)?.employerId);
    expect(called.filter((employer) => employer === 'institute').length).toBeLessThanOrEqual(1);
    expect(called.length).toBe(4);
  });
  test('says what the roster could not fill', () => {
    const result = draw(roster.slice(0, 3), { ...request, needs: [{ specialty: 'A01', headcount: 4 }, { specialty: 'C03', headcount: 1 }] }, seed);
    expect(result.lacking).toEqual([{ specialty: 'A01', headcount: 1 }, { specialty: 'C03', headcount: 1 }]);
    expect(result.fewBackups).toEqual(['A01', 'C03']);
  });
  test('draws only those who may sit, for every seed', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (chance) => {
      const mixed = roster.map((one, index) => (index % 3 === 0 ? { ...one, employerId: 'bidder-1' } : one));
      const allowed = eligible(mixed, request).expertIds;
      const result = draw(mixed, request, chance);
      expect([...result.called, ...result.backups].every((seat) => allowed.includes(seat.expertId))).toBe(true);
    }), { numRuns: 30 });
  });
});
