import { expect, test } from 'vitest';
import { categories, industries } from '../../catalogue/index.ts';
import { abnormalReasons, industriesOf, kindsOf, objectTypesOf, rooms } from './project-choices.ts';

test('methods and industries are the catalogue\'s', () => {
  for (const [category, kinds] of Object.entries(kindsOf)) {
    expect(categories.find(({ id }) => id === category)?.kinds.map(({ id }) => id as string)).toEqual(kinds);
    expect(industries.filter((one) => one.category === category).map(({ id, zh, en }) => [id, zh, en])).toEqual(industriesOf[category]);
    expect(objectTypesOf[category]).not.toHaveLength(0);
  }
});

test('codes of rooms and reasons are such as the acts take', () => {
  for (const [code] of Object.values(rooms).flat()) expect(code).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
  for (const [code] of Object.values(abnormalReasons).flat()) expect(code).toMatch(/^[a-z0-9][a-z0-9-]{1,59}$/);
});
