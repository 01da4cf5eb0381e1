import { expect, test } from 'vitest';
import { creditCodeFrom } from '../../src/contracts/credit-code.ts';
import { faultsOf, newRegistration, registerInput, withCode } from './registration.ts';

const uuid = () => crypto.randomUUID();
const code = creditCodeFrom('330100', new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9]));
const whole = { ...newRegistration(uuid).details, uscc: code, entityName: '兰台工程有限公司', regionCode: '330100', roles: ['bidder'], legalRepIdNo: '1', contactPhone: '2', bankAccount: '3', holderIdNo: '4', licenceFile: 'a'.repeat(64) };

test('a fresh registration asks for what is missing, in the order of the form', () => {
  expect(faultsOf(newRegistration(uuid).details)).toEqual(['uscc', 'entityName', 'regionCode', 'roles', 'legalRepIdNo', 'contactPhone', 'bankAccount', 'holderIdNo', 'licenceFile']);
  expect(faultsOf(whole)).toEqual([]);
});

test('a code with one wrong sign is a fault', () => {
  expect(faultsOf({ ...whole, uscc: `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}` })).toEqual(['uscc']);
});

test('the code is taken as it is meant and tells the region, which a typed one outweighs', () => {
  expect(withCode({ ...whole, regionCode: '' }, ` ${code.toLowerCase().slice(0, 9)} ${code.toLowerCase().slice(9)}`)).toMatchObject({ uscc: code, regionCode: '330100' });
  expect(withCode({ ...whole, regionCode: '110000' }, code).regionCode).toBe('110000');
});

test('what is sent has no field of the binding, and no empty address', () => {
  expect(registerInput({ ...whole, entityName: ' 兰台工程有限公司 ' })).toEqual({ uscc: code, entityName: '兰台工程有限公司', entityType: 'enterprise', regionCode: '330100', roles: ['bidder'], legalRepIdNo: '1', contactPhone: '2', bankAccount: '3', licenceFile: 'a'.repeat(64) });
});
