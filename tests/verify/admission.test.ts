import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/ledger/engines/local/signer.ts';
import { verifyTrade, type CheckId } from '../../src/verify/index.ts';
import { drop, fixture, forge, idOf, leafOf, openedOf, recommit, type Draft, type Leaf } from './forge.ts';

/** A lot prequalified in consortia, with invitations to those who passed. */
const trade = fixture('prequalified-consortium');
const after = async (change: (draft: Draft) => void) => verifyTrade(forge(trade, change), trade.policy, { sha256: nodeSha256 });

describe('a trade that is not open to all', () => {
  it('holds as it was played, and tells how many passed and were invited', async () => {
    const verified = await verifyTrade(trade.text, trade.policy, { sha256: nodeSha256 });
    expect(verified).toMatchObject({ ok: true, state: 'closed' });
    expect(verified.ok ? verified.checks.find(({ id }) => id === 'admission')?.detail : '').toBe('4 合格 passed, 4 受邀 invited');
  });

  it('shows invitees, applicants and members once its deadline has opened them', () => {
    const { entries, opened } = trade.bundle;
    const fieldsOf = (fp: string) => entries.map(({ leaf }) => JSON.parse(leaf) as Leaf).filter(({ body }) => body.fp === fp && body.kind === 'act').map((leaf) => Object.keys(opened[idOf(leaf)] ?? {}).sort().join());
    expect(fieldsOf('not-invite')).toEqual(['inviteeIds']);
    expect(fieldsOf('bid-prequal-result')).toEqual(['applicantResults']);
    expect(fieldsOf('bid-consortium')).toEqual(['consortiumName,memberIds']);
    expect(fieldsOf('bid-prequal-apply').sort()).toEqual(['bidderId', 'bidderId', 'bidderId', 'bidderId,memberIds']);
  });
});

const STRANGER = '11111111-2222-4333-8444-555555555555';
const invitees = (d: Draft): string[] => openedOf(d, leafOf(d, 'not-invite'), 'inviteeIds') as string[];
const results = (d: Draft): Record<string, unknown>[] => openedOf(d, leafOf(d, 'bid-prequal-result'), 'applicantResults') as Record<string, unknown>[];
const members = (d: Draft): string[] => openedOf(d, leafOf(d, 'bid-consortium'), 'memberIds') as string[];

type Forgery = readonly [what: string, check: CheckId, change: (draft: Draft) => void];
const forgeries: readonly Forgery[] = [
  ['one invited whom nobody asked', 'admission', (d) => recommit(d, leafOf(d, 'not-invite'), 'inviteeIds', [...invitees(d).slice(1), STRANGER])],
  ['a bidder taken off the list of those invited', 'admission', (d) => {
    const leaf = leafOf(d, 'not-invite');
    recommit(d, leaf, 'inviteeIds', invitees(d).slice(1));
    leaf.body.public['inviteeCount'] = 3;
  }],
  ['the number invited', 'admission', (d) => { leafOf(d, 'not-invite').body.public['inviteeCount'] = 5; }],
  ['fewer invited than the law asks for', 'admission', (d) => {
    const leaf = leafOf(d, 'not-invite');
    recommit(d, leaf, 'inviteeIds', invitees(d).slice(0, 2));
    leaf.body.public['inviteeCount'] = 2;
  }],
  ['the invitation hidden again', 'admission', (d) => { delete d.opened[idOf(leafOf(d, 'not-invite'))]; }],
  ['the invitation taken out', 'moves', (d) => drop(d, leafOf(d, 'not-invite'))],
  ['an applicant failed that met the requirements', 'admission', (d) => {
    const leaf = leafOf(d, 'bid-prequal-result');
    recommit(d, leaf, 'applicantResults', results(d).map((one, i) => (i === 0 ? { ...one, result: 'fail' } : one)));
    Object.assign(leaf.body.public, { passedCount: 3, failedCount: 1 });
  }],
  ['an applicant passed that did not', 'admission', (d) => recommit(d, leafOf(d, 'bid-prequal-result'), 'applicantResults', results(d).map((one, i) => (i === 0 ? { ...one, qualified: false } : one)))],
  ['a result for somebody else', 'admission', (d) => recommit(d, leafOf(d, 'bid-prequal-result'), 'applicantResults', results(d).map((one, i) => (i === 0 ? { ...one, applicantId: STRANGER } : one)))],
  ['an application left without a word', 'admission', (d) => {
    const leaf = leafOf(d, 'bid-prequal-result');
    recommit(d, leaf, 'applicantResults', results(d).slice(1));
    leaf.body.public['passedCount'] = 3;
  }],
  ['the numbers of the result', 'admission', (d) => { leafOf(d, 'bid-prequal-result').body.public['passedCount'] = 3; }],
  ['an application after its deadline', 'admission', (d) => {
    const { body } = leafOf(d, 'bid-prequal-apply', -1);
    body.at = new Date(Date.parse(String(leafOf(d, 'doc-issue').body.public['prequalDeadline'])) + 1).toISOString();
    body.public['submittedAt'] = body.at;
  }],
  ['less time to apply than the law gives', 'periods', (d) => { const { body } = leafOf(d, 'doc-issue'); body.public['prequalDeadline'] = new Date(Date.parse(String(body.public['saleEnd'])) + 86_400_000).toISOString(); }],
  ['a member of the consortium', 'admission', (d) => recommit(d, leafOf(d, 'bid-consortium'), 'memberIds', [members(d)[0], STRANGER])],
  ['the lead of the consortium', 'admission', (d) => recommit(d, leafOf(d, 'bid-consortium'), 'memberIds', [...members(d)].reverse())],
  ['a member that bids by itself as well', 'admission', (d) => {
    const alone = d.entries.map(({ leaf }) => leaf).filter(({ body }) => body.fp === 'bid-encrypt' && body.kind === 'act').map((leaf) => String(openedOf(d, leaf, 'bidderId'))).find((id) => !members(d).includes(id));
    const both = [members(d)[0], alone];
    recommit(d, leafOf(d, 'bid-consortium'), 'memberIds', both);
    const lead = d.entries.map(({ leaf }) => leaf).find((leaf) => leaf.body.fp === 'bid-prequal-apply' && d.opened[idOf(leaf)]?.['memberIds'] !== undefined);
    if (!lead) throw new Error('no application of a consortium');
    recommit(d, lead, 'memberIds', both);
  }],
  ['the name of the consortium', 'admission', (d) => recommit(d, leafOf(d, 'bid-consortium'), 'consortiumName', '另一联合体')],
  ['the number of its members', 'admission', (d) => { leafOf(d, 'bid-consortium').body.public['memberCount'] = 3; }],
  ['a consortium that was never filed', 'admission', (d) => drop(d, leafOf(d, 'bid-consortium'))],
];

describe('signed by the log\'s own key after a change of', () => {
  it.each(forgeries)('%s: refused by %s', async (_what, check, change) => {
    expect(await after(change)).toMatchObject({ ok: false, check });
  });
});

describe('an invited tender', () => {
  const invited = fixture('invited');
  const forged = async (change: (draft: Draft) => void) => verifyTrade(forge(invited, change), invited.policy, { sha256: nodeSha256 });

  it('holds, and takes bids of those invited alone', async () => {
    expect(await verifyTrade(invited.text, invited.policy, { sha256: nodeSha256 })).toMatchObject({ ok: true, state: 'closed' });
    expect(await forged((d) => {
      const bidder = openedOf(d, leafOf(d, 'bid-submit'), 'bidderId');
      recommit(d, leafOf(d, 'not-invite'), 'inviteeIds', invitees(d).map((id) => (id === bidder ? STRANGER : id)));
    })).toMatchObject({ ok: false, check: 'admission' });
  });

  it('is no open tender: told to be one, its invitations stand where a notice should', async () => {
    expect(await forged((d) => { leafOf(d, 'int-submit').body.public['kind'] = 'open-tender'; })).toMatchObject({ ok: false, check: 'admission' });
  });
});
