import { join } from 'node:path';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import QRCode from 'qrcode';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { localText } from '../../kernel/calendar.ts';
import { formatYuan } from '../../kernel/money.ts';

export interface CertificateContent {
  certificateNo: string; projectName: string; lotCode: string; dealCode: string; tenderer: string; winner: string; awardFen: string; duration: string;
  issuedAt: string; origin: string; size: number; root: string; verifyUrl: string;
  acts: { zh: string; at: string; index: number; hash: string }[];
}

let compiler: Promise<NodeCompiler> | null = null;

/** The certificate as PDF/A with stable bytes: the same content gives the same file, so its digest can be witnessed. */
export async function certificatePdf(content: CertificateContent): Promise<Uint8Array> {
  compiler ??= openCompiler();
  const at = new Date(content.issuedAt);
  const qr = await QRCode.toString(content.verifyUrl, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
  const inputs = {
    no: content.certificateNo, project: content.projectName, lot: content.lotCode, deal: content.dealCode, tenderer: content.tenderer, winner: content.winner,
    amount: `${formatYuan(BigInt(content.awardFen))} 元`, duration: content.duration, issued: localText(at.getTime()), origin: content.origin, size: String(content.size), root: content.root,
    url: content.verifyUrl, qr, acts: JSON.stringify(content.acts.map((a) => [a.zh, localText(Date.parse(a.at)), String(a.index), a.hash])),
    y: String(at.getUTCFullYear()), m: String(at.getUTCMonth() + 1), d: String(at.getUTCDate()),
  };
  // texts come as inputs, never as source: a project name cannot run as markup
  return new Uint8Array((await compiler).pdf({ mainFileContent: TEMPLATE, inputs }, { pdfStandard: 'a-2b' }));
}

async function openCompiler(): Promise<NodeCompiler> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  return NodeCompiler.create({ fontArgs: [{ fontPaths: [join(fonts, '400Regular'), join(fonts, '700Bold')] }], workspace: fonts });
}

const TEMPLATE = `
#let f = sys.inputs
#set document(title: "交易见证书 " + f.no, date: datetime(year: int(f.y), month: int(f.m), day: int(f.d)))
#set page(paper: "a4", margin: (x: 22mm, y: 20mm), numbering: "1 / 1")
#set text(font: "Noto Sans SC", size: 10.5pt, lang: "zh")
#align(center)[#text(size: 24pt, weight: "bold")[交易见证书] #v(1mm) #text(size: 9pt, fill: rgb("#555"))[Witness certificate]]
#v(6mm)
#grid(columns: (1fr, 34mm), gutter: 6mm,
  table(columns: (28mm, 1fr), inset: 7pt, stroke: 0.5pt + rgb("#999"),
    [编号], [#f.no], [项目名称], [#f.project], [标段编号], [#f.lot], [统一交易标识码], [#f.deal], [招标人(采购人)], [#f.tenderer],
    [中标人(成交人)], [#f.winner], [中标金额], [#f.amount], [工期(履行期)], [#f.duration], [出具时间], [#f.issued]),
  align(center)[#image(bytes(f.qr), format: "svg", width: 34mm) #text(size: 8pt)[扫码查验]])
#v(4mm)
本平台见证账本记录了该项目的下列步骤。每一步都有当事人的签名和平台账本中的位置，任何人都可以不依赖本平台自行核对。
#v(2mm)
#let acts = json(bytes(f.acts))
#set text(size: 8.5pt)
#table(columns: (1.3fr, 1.3fr, 16mm, 2fr), inset: 5pt, stroke: 0.4pt + rgb("#bbb"), table.header([*步骤*], [*时间*], [*序号*], [*存证摘要(前32位)*]),
  ..acts.flatten().map(c => [#c]))
#v(3mm)
账本：#f.origin \\ 出具时账本共 #f.size 条，根：#raw(f.root) \\ 查验地址：#f.url
`;
