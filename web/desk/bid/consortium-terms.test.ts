import { expect, test } from 'vitest';
import { filedOf, markOf, readPaper, termsOf, type ConsortiumDraft } from './consortium-terms.ts';

const agreement = { sha256: 'b'.repeat(64), name: '协议.pdf' };
const lotId = '00000000-0000-4000-8000-000000000001';
const draft: ConsortiumDraft = { agreement, lead: { sharePercent: '60.5', work: '主体' }, members: [{ entityId: 'm1', name: 'M', sharePercent: '39.5', work: '装饰' }] };
const consent = { certificate: 'c', value: 'v' };

test('terms stand only when complete, named once each, and the shares make 100', () => {
  expect(termsOf(draft)).toMatchObject({ agreementFile: agreement.sha256, members: [{ entityId: 'm1', sharePercent: '39.5', work: '装饰' }] });
  expect(termsOf({ ...draft, agreement: undefined })).toBeNull();
  expect(termsOf({ ...draft, lead: { sharePercent: '60', work: '主体' } })).toBeNull();
  expect(termsOf({ ...draft, members: [{ entityId: 'm1', sharePercent: '39.5', work: ' ' }] })).toBeNull();
  expect(termsOf({ ...draft, lead: { sharePercent: '21', work: '主体' }, members: [...draft.members, ...draft.members] })).toBeNull();
});

test('a consent counts for the terms it was given to, and for no others', () => {
  const terms = termsOf(draft);
  if (!terms) throw new Error('no terms');
  const signed = { ...draft, members: draft.members.map((one) => ({ ...one, consent: { ...consent, for: markOf(terms) } })) };
  expect(filedOf(draft)).toBeNull();
  expect(filedOf(signed)).toEqual({ agreementFile: agreement.sha256, lead: draft.lead, members: [{ entityId: 'm1', sharePercent: '39.5', work: '装饰', consent }] });
  expect(filedOf({ ...signed, lead: { sharePercent: '60.5', work: '别的' } })).toBeNull();
});

test('only papers of this lot, and whole ones, are read', () => {
  const terms = termsOf(draft);
  const paper = { v: 'qinglan-consortium-terms-1', lotId, leadId: 'l', leadName: 'L', agreementName: '协议.pdf', terms, names: {} };
  expect(readPaper(JSON.stringify(paper), lotId)).toEqual(paper);
  expect(readPaper(JSON.stringify(paper), 'another')).toBeNull();
  expect(readPaper(JSON.stringify({ ...paper, terms: { ...terms, members: [null] } }), lotId)).toBeNull();
  expect(readPaper('{', lotId)).toBeNull();
  expect(readPaper('null', lotId)).toBeNull();
});
