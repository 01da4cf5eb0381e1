import { dirname, join } from 'node:path';
import { z } from 'zod';
import { checkPrice, fromBase64, fromPem, type BidFormDraft, type SealContext, type SealRequest } from '../src/seal/index.ts';
import type { Documents } from './bidder/documents.ts';
import { metadataDigest, sealToFile, sourceOf } from './bidder/sealing.ts';
import { EXIT, exitHelp, progressLine, readArgs, readJson, sessionHelp, sessionOptions, UsageError, verb } from './bidder/tool.ts';
import { bytesText, t } from './bidder/words.ts';

export const help = t(`qinglan seal: 密封投标文件，开标前任何人(包括平台)都不能读

  qinglan seal --url URL --keys PLACE --lot LOT --out ENVELOPE --duration TEXT (--price YUAN | --price-table TABLE.xlsx) FILE ...
  qinglan seal --form FORM.json --context CONTEXT.json --out ENVELOPE [--file FILE ...]

  FILE           投标文件的各个文件，按阅读顺序；合计不超过 2 GiB，边读边密封，不占内存
  --lot          标段编号：先获取招标文件(--documents 文件夹)与托管人，再密封
  --price        投标总价(元)；--price-table 时取报价表合计，两者都给须一致
  --duration     工期或交付期；另有 --quality、--manager、--size micro|small|medium|large
  --form         报价表单 JSON {"priceFen", "duration", ...}；命令行选项优先
  --documents    招标文件存放处(默认在密封包旁)
  --context      离线密封：{"deployment", "lotId", "bidderId", "bidderCertificate", "custody": [{"id", "certificate"} x 3], "ceilingFen"?}
  --out          密封包；旁边的 .bid.json 供 qinglan submit 与 status 使用
  --backup       把本单位的一半密钥也分给三个托管人：其中两人合起来就能提前打开
  --ceiling      高于此数(分)即拒绝
${sessionHelp()}

${exitHelp()}
`, `qinglan seal: seal a bid so that nobody, the platform included, can read it before the opening

  qinglan seal --url URL --keys PLACE --lot LOT --out ENVELOPE --duration TEXT (--price YUAN | --price-table TABLE.xlsx) FILE ...
  qinglan seal --form FORM.json --context CONTEXT.json --out ENVELOPE [--file FILE ...]

  FILE           the files of the bid in the order they are to be read; 2 GiB together, sealed while they are read
  --lot          the lot: its documents (to --documents) and its custodians are fetched first
  --price        the total in yuan; with --price-table the table's total, and both must agree
  --duration     time for completion; also --quality, --manager, --size micro|small|medium|large
  --form         the offer as JSON {"priceFen", "duration", ...}; options come before it
  --documents    where the tender documents go (beside the envelope unless told)
  --context      offline: {"deployment", "lotId", "bidderId", "bidderCertificate", "custody": [{"id", "certificate"} x 3], "ceilingFen"?}
                 certificates are base64 of DER, or PEM
  --out          where the envelope is written; .bid.json beside it is for qinglan submit and status
  --backup       also split your own secret to the three custodians; two of them could then open early
  --ceiling      refuse a price above this many fen (before the ceiling of the lot)
${sessionHelp()}

Prints the digests of the envelope as one JSON line. ${exitHelp()}
`);

const options = {
  ...sessionOptions,
  form: { type: 'string' }, file: { type: 'string', multiple: true }, context: { type: 'string' }, out: { type: 'string' }, backup: { type: 'boolean' }, ceiling: { type: 'string' },
  lot: { type: 'string' }, price: { type: 'string' }, 'price-table': { type: 'string' }, duration: { type: 'string' }, quality: { type: 'string' }, manager: { type: 'string' }, size: { type: 'string' },
  documents: { type: 'string' }, help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

/** `qinglan seal`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('seal', async () => {
    const { values, positionals } = readArgs(args, options, 'any');
    if (values.help) {
      process.stdout.write(help);
      return EXIT.done;
    }
    if (values.ceiling !== undefined && !/^[0-9]+$/.test(values.ceiling)) throw new UsageError(t('--ceiling 须为整数(分)', '--ceiling is a whole number of fen'));
    const files = [...(values.file ?? []), ...positionals];
    if (values.context === undefined && values.lot === undefined) throw new UsageError(t('须给出 --lot 或 --context', '--lot or --context is needed'));
    const out = values.out ?? needed('--out');
    process.stdout.write(`${JSON.stringify(values.context === undefined ? await forLot(values, out, files) : await offline(values, out, files))}\n`);
    return EXIT.done;
  });
}

function needed(name: string): never { throw new UsageError(t(`须给出 ${name}`, `${name} is needed`)); }

/** With the documents and custodians of the lot, as the platform gives them. */
async function forLot(values: Values, out: string, files: readonly string[]): Promise<unknown> {
  const lotId = values.lot ?? needed('--lot');
  // what only this way needs is not read for the other
  const [{ openSession }, { fetchDocuments }, { writeBidFile }] = await Promise.all([import('./bidder/session.ts'), import('./bidder/documents.ts'), import('./bidder/bid-file.ts')]);
  const session = await openSession(values);
  const tell = progressLine(values.json ?? false);
  const documents = await fetchDocuments(session, lotId, values.documents ?? join(dirname(out), `documents-${lotId.slice(0, 8)}`), (line) => tell(line, true));
  const form = await formFor(values, documents);
  const all = values['price-table'] === undefined ? files : [values['price-table'], ...files];
  const ceiling = values.ceiling ?? documents.downloaded.ceilingFen?.toString();
  const sources = await Promise.all(all.map(sourceOf));
  const total = sources.reduce((sum, { size }) => sum + size, 0) * 2;
  const sealed = await sealToFile({
    form, files: sources, context: documents.context, backup: values.backup ?? false, ...(ceiling === undefined ? {} : { ceilingFen: ceiling }),
    progress: (read) => tell(`${t('密封', 'sealing')} ${Math.floor((read / Math.max(1, total)) * 100)}% ${t('共', 'of')} ${bytesText(total / 2)}`, read === total),
  }, out);
  await writeBidFile(out, {
    v: 1, url: session.url, deployment: session.deployment, lotId, bidderId: session.entityId, sha256: sealed.sha256, sm3: sealed.sm3, size: sealed.size, plainSha256: sealed.plainDigest,
    custodySet: sealed.custodySet, fileMetadata: await metadataDigest(all), keys: {}, uploaded: false, receipts: {},
  });
  return { out, ...sealed, lotId, bidderId: session.entityId, priceFen: form.priceFen };
}

/** The offer: options before the form; the total of the price table where there is one. */
async function formFor(values: Values, documents: Documents): Promise<BidFormDraft> {
  const given = values.form === undefined ? {} : loose.parse(await readJson(values.form));
  const table = values['price-table'] === undefined ? null : await pricedBy(values['price-table'], documents);
  const said = values.price === undefined ? given.priceFen : fenOf(values.price);
  const priceFen = table === null ? said : String(table.totalFen);
  if (priceFen === undefined) needed('--price');
  if (said !== undefined && said !== priceFen) throw new Error(t(`报价与报价表合计不一致：${said} 分与 ${priceFen} 分`, `The price and the total of the table differ: ${said} and ${priceFen} fen`));
  checkPrice(priceFen);
  const duration = values.duration ?? given.duration ?? needed('--duration');
  return {
    ...given, ...documents.form, priceFen, duration,
    ...(values.quality ? { quality: values.quality } : {}), ...(values.manager ? { projectManager: values.manager } : {}),
    ...(values.size ? { enterpriseSize: sizes.parse(values.size) } : {}),
    ...(table === null ? {} : { items: { ...given.items, priceTable: { template: table.sha256, totalFen: String(table.totalFen), taxFen: String(table.taxFen) } } }),
  } as BidFormDraft;
}

async function pricedBy(path: string, { paths }: Documents): Promise<{ totalFen: bigint; taxFen: bigint; sha256: string }> {
  const [{ PriceTableError, TEMPLATE_SUFFIX }, { tableIn }] = await Promise.all([import('../src/contracts/price-table/index.ts'), import('./price-table.ts')]);
  const template = [...paths].find(([name]) => name.endsWith(TEMPLATE_SUFFIX))?.[1];
  if (template === undefined) throw new Error(t('招标文件没有报价清单模板', 'The tender documents have no price template'));
  try {
    const { table, sha256 } = await tableIn(path, template);
    return { totalFen: table.totalFen, taxFen: table.taxFen, sha256 };
  } catch (error) {
    if (error instanceof PriceTableError) throw new Error(`${path}: ${t(error.zh, error.message)}`, { cause: error });
    throw error;
  }
}

function fenOf(yuan: string): string {
  if (!/^(0|[1-9]\d{0,15})(\.\d{1,2})?$/.test(yuan)) throw new UsageError(t('--price 是元，最多两位小数', '--price is in yuan, with two decimals at most'));
  const [whole = '', fraction = ''] = yuan.split('.');
  return String(BigInt(`${whole}${fraction.padEnd(2, '0')}`));
}

const sizes = z.enum(['micro', 'small', 'medium', 'large']);
const loose = z.looseObject({ priceFen: z.string().optional(), duration: z.string().optional(), items: z.record(z.string(), z.json()).optional() });

/** Without the platform: everything is told by the context. */
async function offline(values: Values, out: string, files: readonly string[]): Promise<unknown> {
  const { context, ceilingFen } = await readContext(values.context ?? '');
  const ceiling = values.ceiling ?? ceilingFen;
  const request: SealRequest = {
    form: draft.parse(await readJson(values.form ?? needed('--form'))), files: await Promise.all(files.map(sourceOf)), context, backup: values.backup ?? false,
    ...(ceiling === undefined ? {} : { ceilingFen: ceiling }),
  };
  return { out, ...(await sealToFile(request, out)), lotId: context.lotId, bidderId: context.bidderId };
}

const certificateText = z.string().transform((text, issue) => {
  const der = fromPem('CERTIFICATE', text) ?? fromBase64(text);
  if (der !== undefined && der.length > 0) return der;
  issue.addIssue({ code: 'custom', message: 'neither PEM nor base64 of a certificate' });
  return z.NEVER;
});

const contextFile = z.object({
  deployment: z.string(), lotId: z.string(), bidderId: z.string(), bidderCertificate: certificateText,
  custody: z.array(z.object({ id: z.string(), certificate: certificateText })).length(3), ceilingFen: z.string().regex(/^[0-9]+$/).optional(),
});

/** Only that it is an object: the sealing itself knows the form and names the wrong field. */
const draft = z.looseObject({ lotId: z.string(), priceFen: z.string(), duration: z.string() });

async function readContext(path: string): Promise<{ context: SealContext; ceilingFen: string | undefined }> {
  const { ceilingFen, ...context } = contextFile.parse(await readJson(path));
  return { context, ceilingFen };
}
