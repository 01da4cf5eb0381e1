import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { createHash, randomBytes } from 'node:crypto';
import { batchBody, buildSlots, canonicalJson, idOfBody, parseBody, SEALED_BATCHES, slotCommitment, toBase64Url, toHex, utf8, type Bytes, type Json } from '../../core/index.ts';
import { openLedger } from '../../engines/local/index.ts';
import { temporaryFolder } from '../../engines/local/testing/entries.ts';
import { collectEntries, parsePolicy, type EvidenceBundle, type Policy } from '../index.ts';

export const DEPLOYMENT = 'ql-test';
export const ACT_ID = '0b0fd0f6-6a39-4a0c-8f0e-6f0b1f5d2c11';
export const BID_ID = '7a1de1b8-0a55-4b64-9d3c-5a4f0a7c9e22';
const ORIGIN = 'ledger.example/main';
const LOT = 'lot:1';
const BID = 'bid:1';

export interface Sample { readonly bundle: EvidenceBundle; readonly vkey: string }

/** A real ledger's evidence: a signed act with an opened field and a document, and a bid that waited in a sealed batch. */
export async function sampleBundle(seed: Uint8Array = new Uint8Array(32).fill(5)): Promise<Sample> {
  const { dir, remove } = temporaryFolder();
  const ledger = await openLedger({ dir, origin: ORIGIN, seed });
  const actor = await newActor();
  const salt = randomBytes(16);
  const document = utf8('招标文件');
  const act = await signedAct(actor, salt, document);
  await ledger.append([{ id: ACT_ID, subject: LOT, body: act.body }]);
  await appendSealedBid(ledger);
  await ledger.append(['c', 'd'].map((last) => fillerEntry(`0b0fd0f6-6a39-4a0c-8f0e-6f0b1f5d2c1${last}`)));
  const { checkpoint, entries } = collectEntries(ledger, [LOT, BID]);
  const { vkey } = ledger;
  await ledger.close();
  remove();
  const field = (value: Json) => ({ salt: toBase64Url(salt), value });
  return {
    vkey,
    bundle: {
      v: 1, deployment: DEPLOYMENT, origin: ORIGIN, checkpoint, entries,
      certificates: { [actor.fingerprint]: actor.der.toString('base64') },
      opened: { [ACT_ID]: { priceFen: field('123400'), notice: field(sha256(document)), files: field([sha256(document)]) } },
      signatures: { [ACT_ID]: act.request },
      documents: { [sha256(document)]: Buffer.from(document).toString('base64') },
    },
  };
}

/** A bundle with nothing signed by a person: the leaf that begins a log, at the given index. */
export async function genesisBundle(deployment: string, index = 0): Promise<{ bundle: EvidenceBundle; policy: Policy }> {
  const { dir, remove } = temporaryFolder();
  const ledger = await openLedger({ dir, origin: ORIGIN, seed: new Uint8Array(32).fill(9) });
  if (index > 0) await ledger.append([fillerEntry(ACT_ID)]);
  const body = canonicalJson({ v: 1, id: BID_ID, kind: 'gov', fp: 'gov-genesis', subject: 'platform', public: { deployment } });
  await ledger.append([{ id: BID_ID, subject: 'platform', body }]);
  const bundle: EvidenceBundle = { v: 1, deployment, origin: ORIGIN, ...collectEntries(ledger, ['platform']), certificates: {}, opened: {}, signatures: {} };
  const policy = parsePolicy(`log ${ledger.vkey}\n`);
  await ledger.close();
  remove();
  return { bundle, policy };
}

interface Actor { readonly der: Buffer; readonly fingerprint: string; readonly key: CryptoKey }

async function newActor(): Promise<Actor> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({ name: 'CN=甲', keys, signingAlgorithm: algorithm });
  const der = Buffer.from(certificate.rawData);
  return { der, fingerprint: sha256(der), key: keys.privateKey };
}

async function signedAct(actor: Actor, salt: Uint8Array, document: Bytes) {
  const request = { inputDigest: sha256(utf8('{}')), idempotencyKey: '4f6b2f8e-3f8d-4e57-8a1b-8d0c5f1f7a33' };
  const message = canonicalJson({ deployment: DEPLOYMENT, act: 'doc-issue', subject: LOT, ...request, certificate: actor.fingerprint });
  const value = new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, actor.key, utf8(message)));
  const commit = (bytes: Uint8Array) => createHash('sha256').update(salt).update(bytes).digest('base64url');
  const body = canonicalJson({
    v: 1, id: ACT_ID, kind: 'act', fp: 'doc-issue', actorRole: 'agency', actorKey: actor.fingerprint, subject: LOT, at: '2026-11-24T05:00:00.000Z',
    public: { lotNo: '一' },
    commitments: { priceFen: commit(utf8(canonicalJson('123400'))) },
    docs: { notice: commit(createHash('sha256').update(document).digest()), files: commit(utf8(canonicalJson([sha256(document)]))) },
    sig: { alg: 'ES256', certificate: actor.fingerprint, value: toBase64Url(value) },
  });
  return { body, request };
}

async function appendSealedBid(ledger: Awaited<ReturnType<typeof openLedger>>): Promise<void> {
  const body = canonicalJson({ v: 1, id: BID_ID, kind: 'act', fp: 'bid-submit', subject: BID, commitments: {}, docs: {} });
  const random = () => new Uint8Array(randomBytes(32));
  const [slot, salt] = [40_000, random()];
  const tree = buildSlots(new Map([[slot, slotCommitment(salt, body)]]), random);
  const batch = batchBody('2026-11-24T05:00:01.000Z', toBase64Url(tree.root));
  const [placed] = await ledger.append([{ id: idOfBody(parseBody(batch, SEALED_BATCHES)), subject: SEALED_BATCHES, body: batch }]);
  const sealed = { batch: placed?.index ?? -1, slot, salt: toBase64Url(salt), path: tree.path(slot).map(toBase64Url) };
  await ledger.append([{ id: BID_ID, subject: BID, body, sealed }]);
}

function fillerEntry(id: string) {
  return { id, subject: LOT, body: canonicalJson({ v: 1, id, kind: 'move', fp: 'doc-issue', subject: LOT }) };
}

function sha256(bytes: Uint8Array): string {
  return toHex(createHash('sha256').update(bytes).digest());
}
