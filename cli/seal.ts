import { openAsBlob } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { sealBidStream, SealError } from '../src/seal/index.ts';
import type { SealContext, SourceFile } from '../src/seal/index.ts';
import { fromBase64 } from '../src/seal/bytes.ts';
import { fromPem } from '../src/seal/certificates.ts';
import { createSm3 } from '../src/seal/node/sm3.ts';

const help = `qinglan seal: seal a bid so that nobody can read it before the opening

  qinglan seal --form FORM.json --context CONTEXT.json --out ENVELOPE [--file FILE ...] [--backup] [--ceiling FEN]

  --form     the offer: {"lotId", "priceFen": "digits", "duration", "quality"?, "projectManager"?, ...}
  --file     a file of the bid, in the order it is to be read; may be repeated
  --context  {"deployment", "lotId", "bidderId", "bidderCertificate", "custody": [{"id", "certificate"} x 3], "ceilingFen"?}
             certificates are base64 of DER, or PEM
  --out      where the envelope is written
  --backup   also split your own secret to the three custodians; two of them could then open early
  --ceiling  refuse a price above this many fen (before the ceiling in the context)

Prints the digests of the envelope as one JSON line. Exit: 0 sealed, 1 refused, 2 wrong use.
`;

/** `qinglan seal`. */
export async function run(args: string[]): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === 'help') {
      process.stdout.write(help);
      return 0;
    }
    process.stdout.write(`${JSON.stringify(await seal(options))}\n`);
    return 0;
  } catch (error) {
    const wrongUse = error instanceof UsageError;
    process.stderr.write(`qinglan seal: ${lineOf(error)}\n`);
    return wrongUse ? 2 : 1;
  }
}

interface Options {
  readonly form: string;
  readonly context: string;
  readonly out: string;
  readonly files: readonly string[];
  readonly backup: boolean;
  readonly ceiling: string | undefined;
}

class UsageError extends Error {}

function readOptions(args: string[]): Options | 'help' {
  let values;
  try {
    values = parseArgs({
      args,
      options: {
        form: { type: 'string' },
        file: { type: 'string', multiple: true },
        context: { type: 'string' },
        out: { type: 'string' },
        backup: { type: 'boolean' },
        ceiling: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError(`${lineOf(cause)} (see --help)`);
  }
  if (values.help === true) return 'help';
  const { form, context, out, ceiling } = values;
  if (form === undefined || context === undefined || out === undefined) throw new UsageError('--form, --context and --out are needed (see --help)');
  if (ceiling !== undefined && !/^[0-9]+$/.test(ceiling)) throw new UsageError('--ceiling is a whole number of fen');
  return { form, context, out, files: values.file ?? [], backup: values.backup ?? false, ceiling };
}

async function seal(options: Options): Promise<unknown> {
  const { context, ceilingFen } = await readContext(options.context);
  const ceiling = options.ceiling ?? ceilingFen;
  const sealing = await sealBidStream({
    form: draft.parse(await readJson(options.form)),
    files: await Promise.all(options.files.map(sourceOf)),
    context,
    backup: options.backup,
    ...(ceiling === undefined ? {} : { ceilingFen: ceiling }),
  });
  const sm3 = createSm3();
  await writeWhole(options.out, sealing.envelope, (chunk) => sm3.update(chunk));
  const { plainDigest, sha256, size } = await sealing.result;
  return { out: options.out, size, sha256, sm3: sm3.digest(), plainDigest, custodySet: sealing.custodySet, lotId: context.lotId, bidderId: context.bidderId };
}

const certificateText = z.string().transform((text, issue) => {
  const der = fromPem('CERTIFICATE', text) ?? fromBase64(text);
  if (der !== undefined && der.length > 0) return der;
  issue.addIssue({ code: 'custom', message: 'neither PEM nor base64 of a certificate' });
  return z.NEVER;
});

const contextFile = z.object({
  deployment: z.string(),
  lotId: z.string(),
  bidderId: z.string(),
  bidderCertificate: certificateText,
  custody: z.array(z.object({ id: z.string(), certificate: certificateText })).length(3),
  ceilingFen: z.string().regex(/^[0-9]+$/).optional(),
});

/** Only that it is an object: the sealing itself knows the form and names the wrong field. */
const draft = z.looseObject({ lotId: z.string(), priceFen: z.string(), duration: z.string() });

async function readContext(path: string): Promise<{ context: SealContext; ceilingFen: string | undefined }> {
  const { ceilingFen, ...context } = contextFile.parse(await readJson(path));
  return { context, ceilingFen };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON`);
  }
}

async function sourceOf(path: string): Promise<SourceFile> {
  const blob = await openAsBlob(path);
  return { name: basename(path), size: blob.size, stream: () => blob.stream() };
}

/** Under another name until it is complete: half an envelope must not look like one. */
async function writeWhole(path: string, stream: ReadableStream<Uint8Array>, see: (chunk: Uint8Array) => void): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    for await (const chunk of stream) {
      see(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(partial, path);
}

function lineOf(error: unknown): string {
  if (error instanceof SealError) return `${error.code}: ${error.message}`;
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
  }
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
