import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { Encrypter, Stanza } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import type { Bytes } from './bytes.ts';
import { concat, sha256Hex, textOf, toBase64, toBase64Url, utf8 } from './bytes.ts';
import { checkEnvelope } from './check.ts';
import { layOut, zeros } from './container.ts';
import type { SealRequest, SealedBid } from './envelope.ts';
import { sealBid, sealBidStream } from './envelope.ts';
import type { SealCode } from './errors.ts';
import { SealError } from './errors.ts';
import { encodeHeader, parseHead, scheme } from './header.ts';
import type { SealHeader } from './header.ts';
import { openEnvelope, openEnvelopeStream, readHeader } from './open.ts';
import { isPadmeLength, padmeLength, paddingFloor } from './padme.ts';
import { checkShare, combineBackupShares, combineShares, openBackupShare, openCustodianShare, openFileKey, recoverBidderSecret, sealFileKey, stanzaKey } from './secrets.ts';
import type { Share } from './secrets.ts';
import { vectorCustodians, vectorCustody, vectorKey } from './vectors.ts';

const form = { lotId: 'lot-1', priceFen: '987654321098', duration: '180 日历天' };
const document = utf8('投标人承诺：本项目工期一百八十日历天。'.repeat(40));
const file = { name: '技术标.pdf', size: document.length, bytes: document };

async function request(changes: Partial<SealRequest> = {}): Promise<SealRequest> {
  const bidderCertificate = (await vectorKey('bidder')).certificate;
  const context = { deployment: 'deployment-1', lotId: 'lot-1', bidderId: 'bidder-1', custody: await vectorCustody(), bidderCertificate };
  return { form, files: [file], context, ...changes };
}

async function secretsOf(header: SealHeader): Promise<{ bidderSecret: Bytes; custodySecret: Bytes; shares: Share[] }> {
  const bidderSecret = await recoverBidderSecret(header, (await vectorKey('bidder')).privateKey);
  const shares = [];
  for (const id of vectorCustodians) shares.push(await openCustodianShare(header, id, (await vectorKey(id)).privateKey));
  return { bidderSecret, custodySecret: await combineShares(header, shares.slice(1)), shares };
}

async function sealed(changes?: Partial<SealRequest>): Promise<SealedBid> {
  return sealBid(await request(changes));
}

async function refusal(attempt: Promise<unknown> | (() => unknown)): Promise<SealCode | 'accepted'> {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt);
    return 'accepted';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}

describe('a sealed bid', () => {
  it('opens with the bidder and any two custodians, and only as it was sealed', async () => {
    const bid = await sealed();
    const { bidderSecret, shares } = await secretsOf(bid.header);
    for (const left of shares) {
      const opened = await openEnvelope(bid.envelope, { bidderSecret, shares: shares.filter((share) => share !== left) }, { plainDigest: bid.plainDigest });
      expect(opened.form).toEqual({ ...form, files: [{ name: file.name, size: file.size, sha256: sha256Hex(document) }] });
      expect(opened.files[0]?.bytes).toEqual(document);
      expect(opened.plainDigest).toBe(bid.plainDigest);
    }
    expect(await refusal(openEnvelope(bid.envelope, { bidderSecret, shares }, { plainDigest: '0'.repeat(64) }))).toBe('seal.plain_digest');
    expect(bid.cipherDigest.sha256).toBe(sha256Hex(bid.envelope));
  });

  it('shows nothing of price, form or files', async () => {
    const { envelope } = await sealed();
    const haystack = Buffer.from(envelope);
    for (const secret of [form.priceFen, form.duration, '投标人承诺', '技术标', 'qinglan-bid-v1', 'priceFen']) {
      for (const spelling of [Buffer.from(secret), Buffer.from(secret, 'utf16le'), Buffer.from(toBase64(utf8(secret)).slice(0, -4))]) {
        expect(haystack.indexOf(spelling), secret).toBe(-1);
      }
      expect(Buffer.from(JSON.stringify(readHeader(envelope))).includes(secret)).toBe(false);
    }
  });

  it('has one length for all small bids and never the same bytes', async () => {
    const [a, b] = [await sealed({ files: [] }), await sealed({ form: { ...form, quality: '优良'.repeat(50) } })];
    expect(a.header.plainSize).toBe(paddingFloor);
    expect(b.header.plainSize).toBe(paddingFloor);
    expect(a.plainDigest).not.toBe((await sealed({ files: [] })).plainDigest);
  });

  it('refuses a bit changed anywhere in the head and all over the body', async () => {
    const bid = await sealed();
    const secrets = await secretsOf(bid.header);
    const { bodyAt } = parseHead(bid.envelope);
    const places = Array.from({ length: bid.size }, (_, at) => at).filter((at) => at < bodyAt + 40 || at > bid.size - 40 || at % 97 === 0);
    for (const at of places) {
      const changed = bid.envelope.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(await refusal(openEnvelope(changed, secrets)), `byte ${at}`).not.toBe('accepted');
    }
  }, 60_000);

  it('refuses every shorter and longer envelope, as bytes and as a stream', async () => {
    const bid = await sealed();
    const secrets = await secretsOf(bid.header);
    const { bodyAt } = parseHead(bid.envelope);
    for (const length of [0, 1, 30, bodyAt - 1, bodyAt, bodyAt + 15, bodyAt + 16, bid.size - 17, bid.size - 1]) {
      const short = bid.envelope.slice(0, length);
      const stream = openEnvelopeStream(new Blob([short]).stream(), secrets).then((opened) => opened.finish());
      expect(['seal.truncated', 'seal.malformed']).toContain(await refusal(openEnvelope(short, secrets)));
      expect(['seal.truncated', 'seal.malformed', 'seal.tampered']).toContain(await refusal(stream));
    }
    expect(await refusal(openEnvelope(concat(bid.envelope, utf8('x')), secrets))).toBe('seal.truncated');
  });

  it('opens for neither secret alone, nor for secrets of another bid', async () => {
    const [bid, other] = [await sealed(), await sealed()];
    const { bidderSecret, custodySecret } = await secretsOf(bid.header);
    const foreign = await secretsOf(other.header);
    expect(await refusal(openEnvelope(bid.envelope, { bidderSecret }))).toBe('seal.secret_missing');
    expect(await refusal(openEnvelope(bid.envelope, { custodySecret }))).toBe('seal.secret_missing');
    expect(await refusal(openEnvelope(bid.envelope, { bidderSecret, custodySecret: bidderSecret }))).toBe('seal.commitment');
    expect(await refusal(openEnvelope(bid.envelope, { bidderSecret: foreign.bidderSecret, custodySecret }))).toBe('seal.commitment');
    expect(await refusal(openEnvelope(bid.envelope, { bidderSecret, shares: foreign.shares }))).toBe('seal.share_invalid');
  });

  it('has one recipient stanza that plain age identities do not open', async () => {
    const { envelope } = await sealed();
    const head = textOf(envelope.subarray(0, parseHead(envelope).bodyAt)).split('\n');
    expect(head.filter((line) => line.startsWith('-> '))).toHaveLength(1);
    const { Decrypter, generateX25519Identity } = await import('age-encryption');
    const age = new Decrypter();
    age.addIdentity(await generateX25519Identity());
    await expect(age.decrypt(envelope)).rejects.toThrow('no identity matched');
  });

  it('refuses a second recipient beside ours', async () => {
    const { header } = await sealed();
    const encrypter = new Encrypter();
    encrypter.addRecipient({ wrapFileKey: () => [new Stanza([scheme, toBase64Url(encodeHeader(header))], new Uint8Array(32))] });
    encrypter.addRecipient({ wrapFileKey: (key) => [new Stanza(['plain', 'x'], key)] });
    const envelope = new Uint8Array(await encrypter.encrypt(new Uint8Array(paddingFloor)));
    expect(await refusal(() => parseHead(envelope))).toBe('seal.malformed');
  });
});

describe('an envelope made over by someone who knows both secrets', () => {
  /** Another header over the old sealed file key, with age's MAC made right for it: only our own binding is left to refuse. */
  async function transplant(change: (header: SealHeader) => SealHeader): Promise<SealCode | 'accepted'> {
    const bid = await sealed();
    const { bidderSecret, custodySecret } = await secretsOf(bid.header);
    const { sealedFileKey, headerBytes, bodyAt } = parseHead(bid.envelope);
    const fileKey = await openFileKey(await stanzaKey(bidderSecret, custodySecret, bid.header), sealedFileKey, headerBytes);
    const argument = toBase64Url(encodeHeader(change(bid.header)));
    const head = `age-encryption.org/v1\n-> ${scheme} ${argument}\n${toBase64(sealedFileKey).replaceAll('=', '')}\n---`;
    const macKey = Buffer.from(hkdfSync('sha256', fileKey, '', 'header', 32));
    const mac = createHmac('sha256', macKey).update(head).digest('base64').replaceAll('=', '');
    return refusal(openEnvelope(concat(utf8(`${head} ${mac}\n`), bid.envelope.subarray(bodyAt)), { bidderSecret, custodySecret }));
  }

  it('opens with nothing changed: the helper is right', async () => {
    expect(await transplant((header) => header)).toBe('accepted');
  });

  it('does not open under another lot, bidder or platform', async () => {
    expect(await transplant((header) => ({ ...header, lot: 'lot-2' }))).toBe('seal.tampered');
    expect(await transplant((header) => ({ ...header, bidder: 'bidder-2' }))).toBe('seal.tampered');
    expect(await transplant((header) => ({ ...header, deployment: 'deployment-2' }))).toBe('seal.tampered');
  });

  it('does not open with another set name, nor with shares reordered or swapped', async () => {
    expect(await transplant((header) => ({ ...header, custody: { ...header.custody, set: '0'.repeat(64) } }))).toBe('seal.wrong_custody_set');
    expect(await transplant((header) => ({ ...header, custody: { ...header.custody, shares: header.custody.shares.toReversed() } }))).toBe('seal.wrong_custody_set');
    expect(await transplant((header) => ({ ...header, bidderSecret: { ...header.bidderSecret, ct: toBase64Url(new Uint8Array(48)) } }))).toBe('seal.tampered');
  });

  it('binds a wrapped share to its envelope: moved to another lot it does not unwrap', async () => {
    const { header } = await sealed();
    const { privateKey } = await vectorKey('centre');
    expect(await refusal(openCustodianShare({ ...header, lot: 'lot-2' }, 'centre', privateKey))).toBe('seal.wrong_key');
    expect(await refusal(openCustodianShare(header, 'notary', privateKey))).toBe('seal.wrong_key');
    expect(await refusal(openCustodianShare(header, 'nobody', privateKey))).toBe('seal.unknown_custodian');
    expect(await refusal(recoverBidderSecret(header, (await vectorKey('other')).privateKey))).toBe('seal.wrong_key');
  });
});

describe('shares', () => {
  it('refuses garbage, repeats and too few', async () => {
    const { header } = await sealed();
    const { shares } = await secretsOf(header);
    const [first, second] = shares;
    if (first === undefined || second === undefined) throw new Error('two shares expected');
    const garbage = { ...second, share: crypto.getRandomValues(new Uint8Array(33)) };
    expect(await refusal(combineShares(header, [first]))).toBe('seal.too_few_shares');
    expect(await refusal(combineShares(header, [first, first]))).toBe('seal.too_few_shares');
    expect(await refusal(combineShares(header, [first, garbage]))).toBe('seal.share_invalid');
    expect(await refusal(combineShares(header, [first, { ...second, share: first.share }]))).toBe('seal.share_invalid');
    expect(await refusal(() => checkShare(header, garbage))).toBe('seal.share_invalid');
    expect(await refusal(() => checkShare(header, first))).toBe('accepted');
  });

  it('opens with whichever pair gives the committed secret, where a sealer spoilt one share on purpose', async () => {
    const { header } = await sealed();
    const { shares, custodySecret } = await secretsOf(header);
    const spoilt = crypto.getRandomValues(new Uint8Array(33));
    const [first, second, third] = [shares[0], shares[1], shares[2] && { ...shares[2], share: spoilt }];
    if (first === undefined || second === undefined || third === undefined) throw new Error('three shares expected');
    const entries = header.custody.shares.map((entry) => (entry.id === third.custodianId ? { ...entry, commitment: sha256Hex(spoilt) } : entry));
    const crafted = { ...header, custody: { ...header.custody, shares: entries } };
    expect(await combineShares(crafted, [third, first, second])).toEqual(custodySecret);
    expect(await refusal(combineShares(crafted, [first, third]))).toBe('seal.commitment');
  });

  it('holds the bidder secret as well only if the bidder asked for the backup', async () => {
    const [plain, backed] = [await sealed(), await sealed({ backup: true })];
    const { privateKey } = await vectorKey('centre');
    expect(await refusal(openBackupShare(plain.header, 'centre', privateKey))).toBe('seal.no_backup');
    const backup = [];
    for (const id of ['centre', 'supervisor'] as const) backup.push(await openBackupShare(backed.header, id, (await vectorKey(id)).privateKey));
    const { bidderSecret } = await secretsOf(backed.header);
    expect(await combineBackupShares(backed.header, backup)).toEqual(bidderSecret);
  });
});

describe('the check without keys', () => {
  it('names what is wrong', async () => {
    const { envelope } = await sealed();
    const { context } = await request();
    const { certificate: other } = await vectorKey('other');
    const codeFor = (changes: object, bytes: Uint8Array = envelope) => refusal(() => checkEnvelope(bytes, { ...context, ...changes }));
    expect(await codeFor({})).toBe('accepted');
    expect(await codeFor({ lotId: 'lot-2' })).toBe('seal.wrong_lot');
    expect(await codeFor({ bidderId: 'bidder-2' })).toBe('seal.wrong_bidder');
    expect(await codeFor({ deployment: 'deployment-2' })).toBe('seal.wrong_deployment');
    expect(await codeFor({ custody: '0'.repeat(64) })).toBe('seal.wrong_custody_set');
    expect(await codeFor({ custody: context.custody.map((entry) => (entry.id === 'notary' ? { ...entry, certificate: other } : entry)) })).toBe('seal.wrong_custody_set');
    expect(await codeFor({ bidderCertificate: other })).toBe('seal.wrong_certificate');
    expect(await codeFor({}, envelope.subarray(1))).toBe('seal.malformed');
    expect(await codeFor({}, envelope.subarray(0, -1))).toBe('seal.truncated');
  });

  it('answers arbitrary bytes with a typed refusal', async () => {
    const { envelope } = await sealed();
    const { bodyAt } = parseHead(envelope);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(bodyAt), async (noise, at) => {
        // `refusal` rethrows whatever is not a SealError.
        const code = await refusal(() => parseHead(concat(envelope.subarray(0, at), noise)));
        if (at < bodyAt - 1) expect(code).not.toBe('accepted');
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a header with a text that has no canonical form', async () => {
    const { envelope } = await sealed();
    const { header, bodyAt } = parseHead(envelope);
    const head = textOf(envelope.subarray(0, bodyAt));
    const strange = toBase64Url(utf8(JSON.stringify(header).replace('"lot-1"', '"\\ud800"')));
    expect(await refusal(() => parseHead(utf8(head.replace(toBase64Url(encodeHeader(header)), strange))))).toBe('seal.malformed');
    expect(await refusal(sealed({ form: { ...form, duration: '\ud800' } }))).toBe('seal.malformed');
  });

  it('refuses an unpadded length', async () => {
    const { envelope } = await sealed();
    const { header } = parseHead(envelope);
    const head = textOf(envelope.subarray(0, parseHead(envelope).bodyAt));
    const odd = head.replace(toBase64Url(encodeHeader(header)), toBase64Url(encodeHeader({ ...header, plainSize: header.plainSize + 1 })));
    expect(await refusal(() => parseHead(utf8(odd)))).toBe('seal.not_padded');
  });
});

describe('what the sealing client refuses', () => {
  it.each([
    ['-1', 'seal.price_negative'],
    ['1'.repeat(21), 'seal.price_too_long'],
    ['100000000001', 'seal.price_above_ceiling'],
    ['12.5', 'seal.price_malformed'],
    ['007', 'seal.price_malformed'],
    ['', 'seal.price_malformed'],
  ])('price %s', async (priceFen, code) => {
    expect(await refusal(sealed({ form: { ...form, priceFen }, ceilingFen: 100000000000n }))).toBe(code);
  });

  it('takes 20 digits without a ceiling and the ceiling itself', async () => {
    expect(await refusal(sealed({ form: { ...form, priceFen: '9'.repeat(20) } }))).toBe('accepted');
    expect(await refusal(sealed({ ceilingFen: form.priceFen }))).toBe('accepted');
  });

  it('refuses unknown fields, another lot, a signing certificate, a doubled custodian and a changed file', async () => {
    const { context } = await request();
    const [first, second] = context.custody;
    if (first === undefined || second === undefined) throw new Error('custodians expected');
    const withMore = { ...form, surprise: 1 };
    expect(await refusal(sealed({ form: withMore }))).toBe('seal.form_invalid');
    expect(await refusal(sealed({ form: { ...form, lotId: 'lot-2' } }))).toBe('seal.wrong_lot');
    expect(await refusal(sealed({ context: { ...context, bidderCertificate: (await vectorKey('signer')).certificate } }))).toBe('certificate.wrong_usage');
    expect(await refusal(sealed({ context: { ...context, custody: [first, second, { ...first, id: 'again' }] } }))).toBe('seal.custody_invalid');
    expect(await refusal(sealed({ files: [{ ...file, size: 5 }] }))).toBe('seal.file_changed');
    let reads = 0;
    const moving = { name: 'a', size: 4, stream: () => new Blob([reads++ === 0 ? 'aaaa' : 'bbbb']).stream() };
    const sealing = await sealBidStream(await request({ files: [moving] }));
    await expect(new Response(sealing.envelope).arrayBuffer()).rejects.toMatchObject({ code: 'seal.file_changed' });
  });
});

describe('a bid sealed by another tool', () => {
  it('opens with a price that breaks a rule, so that the review can reject it by the rule', async () => {
    const bid = await foreignSeal({ ...form, priceFen: '-5', files: [] });
    expect((await openEnvelope(bid.envelope, bid.secrets)).form.priceFen).toBe('-5');
  });

  it('is refused when form and header name different lots, or padding carries data', async () => {
    const moved = await foreignSeal({ ...form, lotId: 'lot-2', files: [] });
    expect(await refusal(openEnvelope(moved.envelope, moved.secrets))).toBe('seal.wrong_lot');
    const stuffed = await foreignSeal({ ...form, files: [] }, utf8('x'));
    expect(await refusal(openEnvelope(stuffed.envelope, stuffed.secrets))).toBe('seal.content_malformed');
  });

  async function foreignSeal(content: typeof form & { files: [] }, padding: Bytes = new Uint8Array(0)) {
    const { header } = await sealed({ files: [] });
    const { bidderSecret, custodySecret } = await secretsOf(header);
    const key = await stanzaKey(bidderSecret, custodySecret, header);
    const layout = layOut(content, new Uint8Array(32));
    const rest = layout.paddedSize - layout.plainSize - padding.length;
    const encrypter = new Encrypter();
    encrypter.addRecipient({ wrapFileKey: async (fileKey) => [new Stanza([scheme, toBase64Url(encodeHeader(header))], await sealFileKey(key, fileKey, encodeHeader(header)))] });
    const envelope = await encrypter.encrypt(concat(layout.start, padding, ...zeros(rest)));
    return { envelope, secrets: { bidderSecret, custodySecret } };
  }
});

describe('properties', () => {
  it('Padmé never shortens, costs under 12 % above the floor, and is its own fixed point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 36 }), (length) => {
        const padded = padmeLength(length);
        expect(padded).toBeGreaterThanOrEqual(Math.max(length, paddingFloor));
        expect(isPadmeLength(padded)).toBe(true);
        if (length >= paddingFloor) expect(padded).toBeLessThan(length * 1.12);
      }),
    );
  });

  it('whatever is sealed comes back', async () => {
    const anyFile = fc.record({ name: fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }), bytes: fc.uint8Array({ maxLength: 70_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyFile, { maxLength: 3, selector: (entry) => entry.name }), fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }), async (files, price) => {
        const bid = await sealed({ form: { ...form, priceFen: String(price) }, files: files.map((entry) => ({ ...entry, size: entry.bytes.length })) });
        const opened = await openEnvelope(bid.envelope, await secretsOf(bid.header));
        expect(opened.form.priceFen).toBe(String(price));
        expect(opened.files.map(({ name, bytes }) => [name, toBase64(bytes)])).toEqual(files.map(({ name, bytes }) => [name, toBase64(bytes)]));
      }),
      { numRuns: 15 },
    );
  }, 30_000);
});
