import { expect, test } from 'vitest';
import { committeeBounds, committeeFaults } from './committee.ts';

const engineering = { category: 'engineering', kind: 'open-tender' } as const;
const procurement = { category: 'gov-procurement', kind: 'open-tender' } as const;

test('the shares of lifecycle §6', () => {
  expect([5, 7, 9].map((size) => committeeBounds({ ...engineering, size }))).toEqual([
    { sizeMin: 5, expertsMin: 4, representativesMax: 1 }, { sizeMin: 5, expertsMin: 5, representativesMax: 2 },
    { sizeMin: 5, expertsMin: 6, representativesMax: 3 },
  ]);
});

test('size is odd and large enough for the case', () => {
  expect(committeeFaults({ ...engineering, size: 5, representatives: 1 })).toEqual([]);
  expect(committeeFaults({ ...engineering, size: 6, representatives: 2 })).toEqual(['size-even']);
  expect(committeeFaults({ ...engineering, size: 3, representatives: 1 })).toEqual(['size-too-small']);
  expect(committeeFaults({ ...engineering, size: 5, representatives: 2 })).toEqual(['experts-too-few', 'representatives-too-many']);
  expect(committeeFaults({ ...engineering, size: 9, representatives: 3 })).toEqual([]);
  expect(committeeFaults({ ...procurement, size: 5, representatives: 1, large: true })).toEqual(['size-too-small']);
  expect(committeeFaults({ ...procurement, size: 7, representatives: 2, large: true })).toEqual([]);
  expect(committeeFaults({ category: 'gov-procurement', kind: 'inquiry', size: 3, representatives: 1 })).toEqual([]);
});
