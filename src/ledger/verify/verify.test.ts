import { beforeAll, describe, expect, it } from 'vitest';
import { decodeVkey, LedgerRefusal, type LedgerCode } from '../core/index.ts';
import { parsePolicy, policyText, verifyBundle, type EvidenceBundle, type Policy } from './index.ts';
import { ACT_ID, BID_ID, genesisBundle, sampleBundle } from './testing/sample-bundle.ts';

let bundle: EvidenceBundle;
let policy: Policy;

beforeAll(async () => {
  const sample = await sampleBundle();
  bundle = sample.bundle;
  policy = parsePolicy(policyText([decodeVkey(sample.vkey)]));
});

async function verdict(input: unknown, by: Policy = policy): Promise<LedgerCode | 'accepted'> {
  try {
    await verifyBundle(input, by);
    return 'accepted';
  } catch (error) {
    if (error instanceof LedgerRefusal) return error.code;
    throw error;
  }
}

/** The bundle with one thing changed by hand. */
function changed(change: (copy: Writable<EvidenceBundle>) => void): unknown {
  const copy = JSON.parse(JSON.stringify(bundle)) as Writable<EvidenceBundle>;
  change(copy);
  return copy;
}
type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

describe('a bundle', () => {
  it('of a real ledger is accepted, and gives what was proved', async () => {
    const verified = await verifyBundle(JSON.stringify(bundle), policy);
    expect(verified.entries.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(verified.bySubject.get('lot:1')?.length).toBe(3);
    expect(verified.byId.get(ACT_ID)).toMatchObject({ signed: { act: 'doc-issue', subject: 'lot:1' } });
    expect(verified.byId.get(ACT_ID)?.opened.get('priceFen')).toBe('123400');
    expect(verified.byId.get(BID_ID)?.leaf.sealed?.batch).toBe(1);
    expect(verified.documents.size).toBe(1);
  });

  it('with any byte of its text changed is refused, each by a code', async () => {
    const text = new TextEncoder().encode(JSON.stringify(bundle));
    const accepted: string[] = [];
    for (const flip of [0x01, 0x20]) {
      for (let at = 0; at < text.length; at += 1) {
        const damaged = Uint8Array.from(text);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const input = new TextDecoder().decode(damaged);
        if ((await verdict(input)) === 'accepted') accepted.push(`${at}: ${input.slice(Math.max(0, at - 20), at + 20)}`);
      }
    }
    expect(accepted).toEqual([]);
  }, 120_000);

  it('signed again by another key is refused, also under that key\'s own claim to the name', async () => {
    const other = await sampleBundle(new Uint8Array(32).fill(6));
    expect(await verdict(other.bundle)).toBe('key-untrusted');
    expect(await verdict(changed((copy) => { copy.checkpoint = other.bundle.checkpoint; }))).toBe('key-untrusted');
    expect(await verdict(other.bundle, parsePolicy(`log ${other.vkey}\n`))).toBe('accepted');
  });

  it('is refused with anything left out, put in or exchanged', async () => {
    const cases: [LedgerCode, (copy: Writable<EvidenceBundle>) => void][] = [
      ['subject-incomplete', (copy) => { copy.entries.splice(3, 1); }],
      ['subject-incomplete', (copy) => { copy.entries.splice(0, 1); }],
      ['sealed-batch-missing', (copy) => { copy.entries.splice(1, 1); }],
      ['entry-repeated', (copy) => { copy.entries.splice(1, 0, ...copy.entries.slice(0, 1)); }],
      ['entry-repeated', (copy) => { copy.entries.reverse(); }],
      ['inclusion-invalid', (copy) => { copy.entries.forEach((entry) => { entry.index += 1; }); }],
      ['origin-differs', (copy) => { copy.origin = 'ledger.example/other'; }],
      ['actor-signature-invalid', (copy) => { copy.deployment = 'ql-other'; }],
      ['deployment-differs', (copy) => { copy.signatures = {}; }],
      ['certificate-missing', (copy) => { copy.certificates = {}; }],
      ['certificate-differs', (copy) => { copy.certificates['00'] = 'AA=='; }],
      ['document-differs', (copy) => { copy.documents = { '00': 'AA==' }; }],
      ['leaf-unknown', (copy) => { copy.opened['x'] = {}; }],
      ['leaf-unknown', (copy) => { Object.assign(copy.signatures, { x: { inputDigest: '', idempotencyKey: '' } }); }],
      ['actor-signature-invalid', (copy) => { Object.assign(copy.signatures, { [BID_ID]: copy.signatures[ACT_ID] }); }],
      ['commitment-invalid', (copy) => { Object.assign(copy.opened, { [BID_ID]: copy.opened[ACT_ID] }); }],
      ['commitment-invalid', (copy) => { Object.assign(copy.opened[ACT_ID] ?? {}, { constructor: copy.opened[ACT_ID]?.['priceFen'] }); }],
      ['bundle-malformed', (copy) => { Object.assign(copy, { more: 1 }); }],
      ['encoding-malformed', (copy) => { copy.entries[0]?.proof.push('AAAA'); }],
      ['note-malformed', (copy) => { copy.checkpoint = ''; }],
    ];
    for (const [code, change] of cases) expect(await verdict(changed(change)), change.toString()).toBe(code);
  });

  it('of a deployment is vouched for by the log\'s first leaf, and by no other', async () => {
    const own = await genesisBundle('ql-test');
    expect(await verdict(own.bundle, own.policy)).toBe('accepted');
    expect(await verdict({ ...own.bundle, deployment: 'ql-other' }, own.policy)).toBe('deployment-differs');
    const late = await genesisBundle('ql-test', 1);
    expect(await verdict(late.bundle, late.policy)).toBe('deployment-differs');
  });

  it('of any other shape is refused by code, never by a crash', async () => {
    const shapes: unknown[] = ['', '{', 'null', '[]', '{}', null, undefined, 7, [], {}, { ...bundle, entries: {} }, { ...bundle, entries: [null] }, { ...bundle, certificates: [] },
      { ...bundle, opened: { [ACT_ID]: null } }, { ...bundle, opened: { [ACT_ID]: { priceFen: { salt: '' } } } }, { ...bundle, signatures: { [ACT_ID]: {} } }, { ...bundle, v: 2 }];
    for (const shape of shapes) expect(await verdict(shape), JSON.stringify(shape)?.slice(0, 60)).toMatch(/^(bundle|json)-malformed$/);
    for (const leaf of ['', '{}', '[]', '{"v":1}', '"x"']) {
      expect(await verdict(changed((copy) => { if (copy.entries[0]) copy.entries[0].leaf = leaf; }))).toMatch(/^(leaf|json)-malformed$/);
    }
  });
});

describe('a policy', () => {
  it('reads comments, addresses and quorum none', () => {
    const line = policyText(policy.logs).split('\n')[0] ?? '';
    expect(parsePolicy(`# mine\n\n ${line}\thttps://ledger.example \nquorum none\n`).logs).toEqual(policy.logs);
  });

  it('is refused when empty, malformed or asking for more than is verified here', () => {
    const line = policyText(policy.logs).split('\n')[0] ?? '';
    const cases: [string, LedgerCode][] = [['', 'policy-empty'], ['# nothing', 'policy-empty'], ['log', 'policy-malformed'], ['log x', 'policy-malformed'],
      [`${line}\n${line}`, 'policy-malformed'], [`${line} here`, 'policy-malformed'], [`${line}\nquorum q`, 'policy-unsupported'], [`${line}\nwitness w x`, 'policy-unsupported'], ['{}', 'policy-unsupported']];
    for (const [text, code] of cases) expect(() => parsePolicy(text), text).toThrow(expect.objectContaining({ code }));
  });
});
