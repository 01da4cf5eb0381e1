import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, openAsBlob, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex, toBase64 } from './bytes.ts';
import { openEnvelope, openEnvelopeStream, readHeader } from './open.ts';
import { combineShares, openCustodianShare, recoverBidderSecret } from './secrets.ts';
import type { SealHeader } from './header.ts';
import { vectorCustody, vectorKey } from './vectors.ts';

const folder = mkdtempSync(join(tmpdir(), 'seal-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const cli = new URL('../../cli/seal.ts', import.meta.url).pathname;
const driver = join(folder, 'driver.mjs');
writeFileSync(driver, `import { run } from ${JSON.stringify(cli)}\nprocess.exitCode = await run(process.argv.slice(2))\nif (process.env.RSS) console.error('maxRSS', process.resourceUsage().maxRSS)\n`);

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function qinglanSeal(...args: string[]): Outcome {
  try {
    return { status: 0, stdout: execFileSync(process.execPath, [driver, ...args], { encoding: 'utf8', stdio: 'pipe' }), stderr: '' };
  } catch (error) {
    const failed = error as Outcome;
    return { status: failed.status, stdout: failed.stdout, stderr: failed.stderr };
  }
}

async function writeInputs(): Promise<{ form: string; context: string }> {
  const custody = (await vectorCustody()).map(({ id, certificate }) => ({ id, certificate: toBase64(certificate) }));
  const bidderCertificate = toBase64((await vectorKey('bidder')).certificate);
  const context = { deployment: 'd', lotId: 'lot-1', bidderId: 'b', bidderCertificate, custody, ceilingFen: '5000' };
  const paths = { form: join(folder, 'form.json'), context: join(folder, 'context.json') };
  writeFileSync(paths.form, JSON.stringify({ lotId: 'lot-1', priceFen: '4999', duration: '90' }));
  writeFileSync(paths.context, JSON.stringify(context));
  return paths;
}

async function secretsOf(header: SealHeader) {
  const bidderSecret = await recoverBidderSecret(header, (await vectorKey('bidder')).privateKey);
  const shares = [];
  for (const id of ['centre', 'notary'] as const) shares.push(await openCustodianShare(header, id, (await vectorKey(id)).privateKey));
  return { bidderSecret, custodySecret: await combineShares(header, shares) };
}

describe('qinglan seal', () => {
  it('seals a form with files', async () => {
    const { form, context } = await writeInputs();
    const [a, out] = [join(folder, 'a.txt'), join(folder, 'out')];
    writeFileSync(a, '技术标');
    const { stdout, status } = qinglanSeal('--form', form, '--context', context, '--file', a, '--out', out);
    expect(status).toBe(0);
    const envelope = new Uint8Array(readFileSync(out));
    expect(JSON.parse(stdout)).toMatchObject({ sha256: sha256Hex(envelope), size: envelope.length });
    const opened = await openEnvelope(envelope, await secretsOf(readHeader(envelope)), { plainDigest: JSON.parse(stdout).plainDigest });
    expect(opened.form.priceFen).toBe('4999');
    expect(Buffer.from(opened.files[0]?.bytes ?? []).toString()).toBe('技术标');
  });

  it('says in one line what is wrong, and leaves no half envelope', async () => {
    const { form, context } = await writeInputs();
    const out = join(folder, 'never');
    const usual = ['--form', form, '--context', context, '--out', out];
    for (const [args, status, text] of [
      [['--ceiling', '4998', ...usual], 1, 'seal.price_above_ceiling'],
      [['--form', join(folder, 'none'), '--context', context, '--out', out], 1, 'ENOENT'],
      [['--form', context, '--context', context, '--out', out], 1, 'priceFen'],
      [['--form', form], 2, '--help'],
      [['--colour', ...usual], 2, '--colour'],
    ] as const) {
      const outcome = qinglanSeal(...args);
      expect(outcome.status).toBe(status);
      expect(outcome.stderr).toContain(text);
      expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    }
    expect(() => statSync(out)).toThrow();
    expect(() => statSync(`${out}.partial`)).toThrow();
    expect(qinglanSeal('--help').stdout).toContain('--form');
  });
});

describe('two files of 64 MiB', () => {
  it('are sealed and opened as streams, in less memory than either copy of them', async () => {
    const { form, context } = await writeInputs();
    const [big, out] = [join(folder, 'big.bin'), join(folder, 'big.sealed')];
    const content = new Uint8Array(64 * 1024 * 1024);
    for (let at = 0; at < content.length; at += 65_536) crypto.getRandomValues(content.subarray(at, at + 65_536));
    writeFileSync(big, content);
    const second = join(folder, 'second.bin');
    linkSync(big, second);
    const script = `
      import { run } from ${JSON.stringify(cli)}
      const before = process.resourceUsage().maxRSS
      if (await run(process.argv.slice(2)) !== 0) process.exit(1)
      console.error(JSON.stringify({ grownKiB: process.resourceUsage().maxRSS - before }))`;
    const measuring = join(folder, 'measure.mjs');
    writeFileSync(measuring, script);
    const sealing = execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', process.execPath, measuring, '--form', form, '--context', context, '--file', big, '--file', second, '--out', out], { encoding: 'utf8' });
    const grown = Number(/"grownKiB":(\d+)/.exec(sealing)?.[1]);
    expect(grown).toBeLessThan(110 * 1024);

    const blob = await openAsBlob(out);
    const header = readHeader(new Uint8Array(await blob.slice(0, 16_384).arrayBuffer()));
    const opened = await openEnvelopeStream(blob.stream(), await secretsOf(header));
    for await (const file of opened.files) {
      let seen = 0;
      for await (const chunk of file.chunks) {
        if (!Buffer.from(chunk).equals(content.subarray(seen, seen + chunk.length))) throw new Error(`differs at ${seen}`);
        seen += chunk.length;
      }
      expect(seen).toBe(content.length);
    }
    expect((await opened.finish()).plainDigest).toBe(/"plainDigest":"([0-9a-f]+)"/.exec(sealing)?.[1]);
  }, 120_000);
});
