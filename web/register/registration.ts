// A registration as it is kept on this device until it is done: what was typed, whose keys, and how far it has come. Pure.
import { isCreditCode } from '../../src/contracts/credit-code.ts';

export interface Details {
  uscc: string; entityName: string; entityType: string; regionCode: string; roles: string[]; address: string;
  legalRepIdNo: string; contactPhone: string; bankAccount: string; holderIdNo: string; licenceFile: string;
}
/** The keys under which the two acts are sent: sent again with the same one, nothing is done twice. */
export interface Registration {
  details: Details; entityId: string; identityId: string | null; keys: { register: string; bind: string }; challengeSignature: string | null; registered: boolean; bound: boolean;
}

export const entityTypes = ['enterprise', 'institution', 'government', 'social-organisation', 'individual-business', 'other'] as const;
export const marketRoles = ['tenderer', 'agency', 'bidder'] as const;

export function newRegistration(uuid: () => string): Registration {
  const details: Details = { uscc: '', entityName: '', entityType: 'enterprise', regionCode: '', roles: [], address: '', legalRepIdNo: '', contactPhone: '', bankAccount: '', holderIdNo: '', licenceFile: '' };
  return { details, entityId: uuid(), identityId: null, keys: { register: uuid(), bind: uuid() }, challengeSignature: null, registered: false, bound: false };
}

/** The fields that stand in the way, in the order of the form. */
export function faultsOf(details: Details): (keyof Details)[] {
  const bad: Partial<Record<keyof Details, boolean>> = {
    uscc: !isCreditCode(details.uscc), entityName: details.entityName.trim().length < 2, regionCode: !/^\d{6}$/.test(details.regionCode), roles: details.roles.length === 0,
    legalRepIdNo: blank(details.legalRepIdNo), contactPhone: blank(details.contactPhone), bankAccount: blank(details.bankAccount), holderIdNo: blank(details.holderIdNo), licenceFile: !/^[0-9a-f]{64}$/.test(details.licenceFile),
  };
  return (Object.keys(bad) as (keyof Details)[]).filter((name) => bad[name]);
}

/** The code as it is meant: small letters and blanks come from typing. The region stands in it (signs 3 to 8). */
export function withCode(details: Details, typed: string): Details {
  const uscc = typed.toUpperCase().replaceAll(/\s/g, '').slice(0, 18);
  const region = isCreditCode(uscc) && details.regionCode === '' ? uscc.slice(2, 8) : details.regionCode;
  return { ...details, uscc, regionCode: /^\d{0,6}$/.test(region) ? region : details.regionCode };
}

export function registerInput({ holderIdNo: _holder, address, ...rest }: Details) {
  const text = <K extends 'entityName' | 'legalRepIdNo' | 'contactPhone' | 'bankAccount'>(name: K) => ({ [name]: rest[name].trim() }) as Record<K, string>;
  return { ...rest, ...text('entityName'), ...text('legalRepIdNo'), ...text('contactPhone'), ...text('bankAccount'), ...(blank(address) ? {} : { address: address.trim() }) };
}

function blank(text: string): boolean { return text.trim() === ''; }
