import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leafHash, nodeSha256, parseTlogProof, utf8, verifyInclusion, verifyNote } from '../src/ledger/index.ts';
import { parsePolicy, type EvidenceBundle, type Policy } from '../src/ledger/verify/index.ts';
import { dataPaths, repositoryRoot } from '../src/platform/paths.ts';
import { verifyTrade } from '../src/verify/index.ts';
import { cityBuilt, npmStart, verb } from './support/city.ts';
import { round } from './support/stats.ts';

const CASE = 'eng-mix.json';
const RUN_MS = 2_000;
const PROOFS = 50;

interface LeafProof { leaf: string; proof: string }

/** A trade is played once over the public interface; its evidence is then verified offline, again and again. */
export async function* bench(): AsyncGenerator<object> {
  const folder = await mkdtemp(join(tmpdir(), 'qinglan-bench-verify-'));
  try {
    const { text, policy, proofs } = await play(folder);
    const bundle = JSON.parse(text) as EvidenceBundle;
    const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
    const raw = await machine(utf8(bundle.entries[0]?.leaf ?? ''));
    const perSecond = await rateOf(1, async () => {
      const result = await verifyTrade(text, policy, { sha256 });
      if (!result.ok) throw new Error(`the evidence does not hold: ${result.en}`);
    });
    const leaves = bundle.entries.length;
    yield { bench: 'verify', measure: 'whole trade', leaves, bundleBytes: text.length, perSecond: round(perSecond), leavesPerSecond: round(perSecond * leaves), p256VerifyPerSecond: round(raw.p256), sha256LeafPerSecond: round(raw.sha256), ratioToSha256: round(perSecond * leaves / raw.sha256) };
    const one = await rateOf(proofs.length, async (i) => { await verifyProof(proofs[i], policy); });
    yield { bench: 'verify', measure: 'one leaf by its tlog-proof, checkpoint signature included', perSecond: round(one), proofBytes: proofs[0]?.proof.length ?? 0, ed25519VerifyPerSecond: round(raw.ed25519), ratioToEd25519: round(one / raw.ed25519) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(folder: string): Promise<{ text: string; policy: Policy; proofs: LeafProof[] }> {
  const data = join(folder, 'data');
  const running = await npmStart(repositoryRoot, data);
  try {
    await cityBuilt(running);
    const out = await verb('case', join(repositoryRoot, 'cases', CASE), '--url', running.url, '--keys', join(data, 'demo-keys'), '--evidence', join(folder, 'evidence'), '--json');
    const { evidence } = JSON.parse(out.trim().split('\n').at(-1) ?? '') as { evidence: string };
    const text = await readFile(evidence, 'utf8');
    const proofs: LeafProof[] = [];
    for (const { leaf } of (JSON.parse(text) as EvidenceBundle).entries) {
      const answer = await fetch(`${running.url}/api/v1/ledger/proofs/${idIn(leaf)}`);
      // the sealed batches are no acts: their proof is in the evidence alone
      if (answer.ok) proofs.push({ leaf, proof: await answer.text() });
      if (proofs.length === PROOFS) break;
    }
    return { text, policy: parsePolicy(await readFile(dataPaths(data).policy, 'utf8')), proofs };
  } finally {
    await running.stop();
  }
}

function idIn(leaf: string): string { return (JSON.parse(leaf) as { body: { id: string } }).body.id; }

async function verifyProof(one: LeafProof | undefined, policy: Policy): Promise<void> {
  if (!one) throw new Error('no proof');
  const { leaf } = one;
  const proof = parseTlogProof(one.proof);
  await verifyNote(proof.note, policy.logs);
  const claim = { ...proof.note.checkpoint, index: proof.index, path: proof.path, leafHash: leafHash(utf8(leaf), nodeSha256) };
  if (!verifyInclusion(claim, nodeSha256)) throw new Error('a proof of the platform does not hold');
}

/** The bare operations on this machine, one thread. */
async function machine(leaf: Uint8Array): Promise<{ sha256: number; ed25519: number; p256: number }> {
  const [ed, ec] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
  const [edSignature, ecSignature] = [sign(null, leaf, ed.privateKey), sign('sha256', leaf, ec.privateKey)];
  return {
    sha256: await rateOf(100, async () => { createHash('sha256').update(leaf).digest(); }),
    ed25519: await rateOf(100, async () => { verify(null, leaf, ed.publicKey, edSignature); }),
    p256: await rateOf(100, async () => { verify('sha256', leaf, ec.publicKey, ecSignature); }),
  };
}

async function rateOf(rounds: number, work: (i: number) => Promise<void>): Promise<number> {
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < RUN_MS) {
    for (let i = 0; i < rounds; i++) await work(i);
    count += rounds;
  }
  return (count * 1000) / (performance.now() - begun);
}
