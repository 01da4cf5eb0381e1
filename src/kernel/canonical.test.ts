import { expect, test } from 'vitest';
import { canonical, canonicalBytes } from './canonical.ts';
import { isUuid } from './ids.ts';

test('keys are sorted, numbers have one spelling', () => {
  expect(canonical({ b: 1e21, a: [1.0, 'é', null], '\u20ac': true, A: -0 })).toBe('{"A":0,"a":[1,"é",null],"b":1e+21,"€":true}');
  expect(canonicalBytes('é')).toEqual(new Uint8Array([0x22, 0xc3, 0xa9, 0x22]));
});

test('what JSON cannot hold is not signed', () => {
  for (const value of [undefined, () => 1, Number.NaN, 1n, { a: 1n }, '\ud800']) expect(() => canonical(value)).toThrow();
});

test('only version 4, only lower case', () => {
  expect(['0f8fad5b-d9cb-469f-a165-70867728950e', '0F8FAD5B-D9CB-469F-A165-70867728950E', '0f8fad5b-d9cb-169f-a165-70867728950e',
    '0f8fad5b-d9cb-469f-c165-70867728950e', '0f8fad5bd9cb469fa16570867728950e'].map(isUuid)).toEqual([true, false, false, false, false]);
});
