import { expect, it } from 'vitest';
import { disclosureItems, subItems } from '../../../../catalogue/index.ts';
import { RULED_CATEGORIES, RULES } from './index.ts';
import { endOf, leadOf } from './rule.ts';

const ruled = subItems.filter(({ category }) => RULED_CATEGORIES.some((one) => one === category));

it('every item of the catalogue has its rule, and there is none besides', () => {
  expect(ruled).toHaveLength(22);
  for (const { id } of ruled) {
    expect([id, [...RULES[id]?.keys ?? []].toSorted()]).toEqual([id, disclosureItems.filter((item) => item.subItem === id).map(({ key }) => key).toSorted()]);
  }
  expect(Object.keys(RULES).toSorted()).toEqual(ruled.map(({ id }) => id as string).toSorted());
});

it('reads every time of the catalogue: after the act, or before what follows it', () => {
  const at = '2026-03-02T01:00:00.000Z';
  for (const { id, publishWithin } of ruled) {
    const known = /-before-/.test(publishWithin ?? '') ? leadOf(id, at) : endOf(id, at);
    expect([id, known]).toEqual([id, expect.stringMatching(/^2026-0\d-\d\dT/)]);
  }
  // to the end of the third day, of the second working day, and thirty days ahead
  expect([endOf('eng-candidate', at), endOf('gp-result', at), leadOf('eng-plan', at)]).toEqual(['2026-03-05T16:00:00.000Z', '2026-03-04T16:00:00.000Z', '2026-01-31T15:59:59.999Z']);
});
