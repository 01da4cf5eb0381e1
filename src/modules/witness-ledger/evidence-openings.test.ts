import { expect, it } from 'vitest';
import { functionPoints } from '../../../catalogue/index.ts';
import { OPENED_FIELDS, SIGNED_ACTS } from '../../law/evidence.ts';
import { digestsOf, openedFields, signedRequest, type KeptLeaf } from './evidence-openings.ts';

const digest = 'a'.repeat(64);
const salted = (value: unknown) => ({ salt: 'c2FsdHNhbHRzYWx0c2Fs', value });
const leaf = (fp: string, secrets: KeptLeaf['secrets'], docs: Record<string, string> = {}): KeptLeaf => ({ id: 'l', fp, secrets, body: { kind: 'act', actorKey: 'k', at: '', public: {}, docs } });
const gates = ['bid-deadline', 'candidate-publicity', 'award-decided', 'issued'];

/** Fields of natural persons, and of what stays the bidder's own for good. */
const never = ['expertId', 'reviewerId', 'phone', 'ipAddress', 'macAddress', 'cpuId', 'diskSerial', 'toolLockNo', 'signerIdNo', 'legalRepIdNo', 'contactPhone', 'bankAccount', 'expertIdNo', 'employerId', 'kinshipIds',
  'absentExpertId', 'newExpertId', 'visitorKey', 'acceptorIdNo', 'decisionMakerId', 'representativeIds', 'plainFile', 'faceRecord', 'relatedBidderIds', 'deviceId'];

it('opens nothing of a person, whatever gate is open', () => {
  const offered = functionPoints.flatMap(({ id, saltedFields, hashedFields }) => [...saltedFields, ...hashedFields].map((field) => [id, field] as const));
  expect(offered.filter(([id, field]) => never.includes(field) && openedFields(leaf(id, { [field]: salted(digest) }), gates, new Set())[field] !== undefined)).toEqual([]);
});

it('opens a listed field from its gate on, not before', () => {
  const sheet = leaf('evl-score', { criterionScores: salted({ technical: '1' }), expertId: salted('E-1') });
  expect(openedFields(sheet, ['bid-deadline', 'candidate-publicity'], new Set())).toEqual({});
  expect(Object.keys(openedFields(sheet, gates, new Set()))).toEqual(['criterionScores']);
});

it('opens a file only when all of the field is public', () => {
  const docs = { docFile: 'commitment' };
  const other = 'b'.repeat(64);
  expect(openedFields(leaf('doc-download', { docFile: salted([digest, other]) }, docs), [], new Set([digest]))).toEqual({});
  expect(Object.keys(openedFields(leaf('doc-download', { docFile: salted([digest, other]) }, docs), [], new Set([digest, other])))).toEqual(['docFile']);
  expect(openedFields(leaf('bid-submit', {}, docs), [], new Set([digest]))).toEqual({});
  expect(digestsOf(salted(null))).not.toEqual([]);
});

it('shows the request of listed acts alone', () => {
  const request = (act: string) => signedRequest(leaf(act, { _sig: salted({ inputDigest: digest, idempotencyKey: 'k', act, subject: 's' }) }));
  expect(request('bid-submit')).toEqual({ inputDigest: digest, idempotencyKey: 'k', act: 'bid-submit', subject: 's' });
  for (const act of ['int-promise', 'bid-fingerprint', 'bid-encrypt', 'evl-score', 'ent-register', 'exp-draw-request']) expect(request(act)).toBeNull();
  expect(signedRequest(leaf('bid-submit', {}))).toBeNull();
  expect([...SIGNED_ACTS].filter((act) => never.some((field) => functionPoints.find(({ id }) => id === act)?.saltedFields.includes(field) && !['ipAddress', 'decisionMakerId'].includes(field)))).toEqual([]);
  expect(Object.keys(OPENED_FIELDS).length).toBeGreaterThan(10);
});
