import { msPerHour } from '../kernel/calendar.ts';
import { earliestAt } from '../kernel/limits.ts';
import { mustParam } from '../kernel/params.ts';
import type { BidPlay } from './bidding.ts';
import type { Client } from './client.ts';
import { termsOf } from './framework.ts';
import { paper, type LotPlay, type Stage } from './stage.ts';

export interface ReportCandidate { bidSeq: number; bidderName: string; rank: number; priceFen: string }

/** The candidates of the report, as a member of the committee reads it. */
export async function candidatesOf(member: Client, { lotId }: LotPlay): Promise<ReportCandidate[]> {
  const { report } = await member.get<{ report?: { content: { candidates: ReportCandidate[] } | null } }>(`/api/v1/lots/${lotId}/evaluation`);
  return report?.content?.candidates ?? [];
}

/** 中标候选人公示, where the category has it. */
export async function publishCandidates({ clock }: Stage, lot: LotPlay): Promise<number | null> {
  const { category, titleZh, agency: { client } } = lot.project;
  if (category !== 'engineering') return null;
  const publicityEnd = earliestAt(mustParam('candidatePublicity', { category }), await clock.now()).at + 9 * msPerHour;
  await client.act('awd-candidate', lot.lotId, { publicityEnd: new Date(publicityEnd).toISOString(), publicityFile: await paper(client, `中标候选人公示：${titleZh}`), objectionChannel: '书面向招标人提出' });
  return publicityEnd;
}

/** 定标 to 中标结果公告: the first of the report takes it. */
export async function award(lot: LotPlay, first: ReportCandidate): Promise<{ winnerName: string; awardFen: string }> {
  const result = await decide(lot, first);
  await notify(lot);
  await publishResult(lot);
  return result;
}

/** 定标: the first of those left takes it. */
export async function decide(lot: LotPlay, first: ReportCandidate, more: Record<string, unknown> = {}): Promise<{ winnerName: string; awardFen: string }> {
  const { titleZh, tenderer: { client } } = lot.project;
  const { result } = await client.act<{ winnerName: string; awardFen: string }>('awd-decide', lot.lotId, { bidSeq: first.bidSeq, decisionFile: await paper(client, `定标决定：${titleZh}`), decisionMakerId: 'DEMO-DECISION', ...more });
  return result;
}

/** 中标通知书. */
export async function notify({ lotId, project: { titleZh, agency: { client } } }: LotPlay): Promise<void> {
  await client.act('awd-notice', lotId, { noticeFile: await paper(client, `中标通知书：${titleZh}`) });
}

/** 中标结果公告. */
export async function publishResult({ lotId, project: { titleZh, agency: { client } } }: LotPlay): Promise<void> {
  await client.act('awd-result', lotId, { noticeFile: await paper(client, `中标结果公告：${titleZh}`), objectionChannel: '书面向招标人提出', winnerAddress: '示例市示例路1号' });
}

/** 合同, 书面报告, 履约验收 (procurement), 归档 and 见证书; gives the number of the certificate. */
export async function conclude(stage: Stage, lot: LotPlay, winner: BidPlay, signed: () => Promise<void> = async () => undefined): Promise<string> {
  await contract(lot, winner, await termsOf(stage, lot));
  await signed();
  return certify(stage, lot);
}

/** 履约验收 (procurement), 归档 and 见证书 of a lot whose contract is signed. */
export async function certify(stage: Stage, lot: LotPlay): Promise<string> {
  const { category, titleZh, tenderer: { client } } = lot.project;
  if (category === 'gov-procurement') {
    await client.act('gpr-accept', lot.lotId, {
      acceptanceResult: 'pass', acceptorIdNo: 'DEMO-ACCEPTOR', acceptanceReport: await paper(client, `验收书：${titleZh}`),
      items: { acceptanceContent: '合同全部内容', acceptanceStandard: '按合同与招标文件' },
    });
  }
  await archive(lot, [...passed, ...(category === 'engineering' ? ['candidate-notice'] : ['acceptance-report']), 'award-notice', 'result-notice', 'contract']);
  const { result } = await client.act<{ certificateNo: string }>('cer-issue', lot.lotId, {});
  stage.tell(`certificate ${result.certificateNo}`);
  return result.certificateNo;
}

export async function contract(lot: LotPlay, winner: BidPlay, more: Record<string, unknown> = {}): Promise<void> {
  const { category, titleZh, tenderer: { client } } = lot.project;
  // 招标投标法 第47条: where tenders are by law; procurement has its own result notice
  if (category === 'engineering') await client.step('do-report-award', lot.lotId, { reportHash: await paper(client, `招标投标情况书面报告：${titleZh}`) });
  await client.act('ctr-sign', lot.lotId, {
    contractPriceFen: winner.priceFen, duration: winner.durationZh, contractFile: await paper(client, `合同：${titleZh}`),
    contractCode: `HT-${lot.lotId.slice(0, 8)}`, paymentTerms: '按进度支付', ...more,
  });
}

/** 流标公告 and the files of what there was. */
export async function fail(lot: LotPlay, reasonCode: string, reason: string, evaluated: boolean): Promise<void> {
  const { titleZh, agency: { client } } = lot.project;
  await client.act('not-abnormal', lot.lotId, { abnormalType: 'fail', reasonCode, reason, noticeFile: await paper(client, `流标公告：${titleZh}`) });
  await archive(lot, [...(evaluated ? passed : ['tender-document', 'fair-review', 'tender-notice']), 'failure-notice']);
}

const passed = ['tender-document', 'fair-review', 'tender-notice', 'opening-record', 'evaluation-report'];

async function archive(lot: LotPlay, items: readonly string[]): Promise<void> {
  const { client } = lot.project.agency;
  await client.act('int-archive', lot.lotId, { items: [...items, ...admissionPapers(lot)] });
}

/** Papers of a trade that was not open to all. */
function admissionPapers({ prequalified, project: { kind } }: LotPlay): string[] {
  return prequalified ? ['prequalification-notice', 'prequalification-report', 'invitation'] : kind === 'open-tender' ? [] : ['invitation'];
}

