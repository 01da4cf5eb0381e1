import { dayOf, isWorkingDay, msPerDay, msPerHour, startOfDay } from '../kernel/calendar.ts';
import { earliestAt } from '../kernel/limits.ts';
import { mustParam } from '../kernel/params.ts';
import { signAct } from '../seal/index.ts';
import type { CaseBid, CaseLot, CasePrequalification } from './case-file.ts';
import { ProblemError } from './client.ts';
import { bookHall, issue, lawfulDeadline, sealDocuments } from './documents.ts';
import type { Company } from './people.ts';
import { paper, type LotPlay, type ProjectPlay, type Stage } from './stage.ts';

// Trades that are not open to all: prequalification, invitations, and who bids together.

export type CompanyOf = (name: string) => Promise<Company>;

/** 投标邀请: in the place of the notice. From here on only those named take part. */
export async function inviteNamed(lot: LotPlay, deadline: number, { names, companyOf }: { names: readonly string[]; companyOf: CompanyOf }): Promise<void> {
  const invited = await Promise.all(names.map(companyOf));
  await invite(lot, deadline, invited.map(({ entityId }) => entityId));
  lot.admitted = new Set(names);
}

async function invite({ lotId, project: { agency: { client }, titleZh } }: LotPlay, deadline: number, inviteeIds?: readonly string[]): Promise<void> {
  await client.act('not-invite', lotId, { ...(inviteeIds ? { inviteeIds } : {}), invitationFile: await paper(client, `投标邀请书：${titleZh}`), bidDeadline: iso(deadline) });
}

/** 资格预审 from its notice to the invitation of those who passed; with too few of them the lot comes back without its documents. */
export async function prequalify(stage: Stage, project: ProjectPlay, { plan, companyOf }: { plan: CaseLot & { prequalification: CasePrequalification }; companyOf: CompanyOf }): Promise<LotPlay> {
  const { clock, tell } = stage;
  const { lot, deadline, seqs } = await openPrequalification(stage, project, { plan, companyOf });
  const hidden = await project.agency.client.get<{ items: unknown[] }>(`/api/v1/lots/${lot.lotId}/applications`);
  if (hidden.items.length > 0) throw new Error('the tenderer reads applications before their deadline');
  await clock.moveTo(deadline + 1_000);
  const late = plan.prequalification.applicants.filter((one) => one.late === true);
  for (const { applicant } of late) await mustBeRefused(() => apply(lot, { applicant, companyOf }), ['r-prequal-before-deadline', 'state']);
  lot.prequalified = await decide(lot, plan.prequalification, seqs);
  tell(`lot ${lot.lotNo}: ${lot.prequalified.length} of ${seqs.size} applicants passed`);
  const bidDeadline = await lawfulDeadline(stage, project);
  try {
    await invite(lot, bidDeadline);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== 'r-invite-min') throw error;
    return lot;
  }
  lot.admitted = new Set(lot.prequalified);
  await bookHall(lot, bidDeadline);
  await issue(stage, lot, plan, bidDeadline);
  return lot;
}

/** The prequalification is announced, on sale, and applied for; without a deadline of its own it has the shortest the law allows. */
export async function openPrequalification(stage: Stage, project: ProjectPlay, { plan, companyOf, until }: { plan: CaseLot & { prequalification: CasePrequalification }; companyOf: CompanyOf; until?: number }) {
  const lot = await sealDocuments(stage, project, plan);
  const deadline = await announcePrequalification(stage, lot, until);
  return { lot, deadline, seqs: await applyAll(stage, lot, plan.prequalification, companyOf) };
}

async function announcePrequalification({ clock }: Stage, { lotId, project: { agency: { client }, category, kind, titleZh } }: LotPlay, until?: number): Promise<number> {
  const now = await clock.now();
  const saleEnd = earliestAt(mustParam('minDocPeriod', { category, kind }), now + msPerHour).at + msPerDay / 2;
  const deadline = until ?? workingMorning(earliestAt(mustParam('minPrequalPeriod', { category, kind }), saleEnd).at);
  await client.act('not-publish', lotId, {
    noticeType: 'prequalification', title: `${titleZh}资格预审公告`, noticeFile: await paper(client, `资格预审公告：${titleZh}`), prequalDeadline: iso(deadline), items: { docObtainEnd: iso(saleEnd) },
  });
  await client.act('doc-issue', lotId, { docKind: 'prequalification', saleEnd: iso(saleEnd), bidValidDays: 90 });
  return deadline;
}

async function applyAll({ parallel }: Stage, lot: LotPlay, { applicants }: CasePrequalification, companyOf: CompanyOf): Promise<Map<string, number>> {
  const seqs = new Map<string, number>();
  const inTime = applicants.filter((one) => one.late !== true);
  for (let i = 0; i < inTime.length; i += parallel) {
    await Promise.all(inTime.slice(i, i + parallel).map(async ({ applicant, consortium }) => {
      const company = await companyOf(applicant);
      await company.client.act('doc-download', lot.lotId, { docId: lot.docId });
      seqs.set(applicant, await apply(lot, { applicant, consortium, companyOf }));
    }));
  }
  return seqs;
}

async function apply(lot: LotPlay, { applicant, consortium, companyOf }: { applicant: string; consortium?: readonly string[] | undefined; companyOf: CompanyOf }): Promise<number> {
  const company = await companyOf(applicant);
  const filed = consortium ? await consortiumTerms(lot, company, await Promise.all(consortium.map(companyOf))) : undefined;
  const { result } = await company.client.act<{ applicationSeq: number }>('bid-prequal-apply', lot.lotId, {
    applicationFile: await paper(company.client, `资格预审申请文件：${applicant}`), ...(filed ? { consortium: filed } : {}),
  });
  return result.applicationSeq;
}

/** What the review says is the case's; who passes is the platform's to tell. */
async function decide({ lotId, project: { agency: { client }, titleZh } }: LotPlay, { applicants, method }: CasePrequalification, seqs: ReadonlyMap<string, number>): Promise<string[]> {
  const results = [...seqs].map(([name, applicationSeq]) => {
    const { qualified = true, score, reason = '不符合资格预审文件要求' } = applicants.find((one) => one.applicant === name) ?? {};
    return { applicationSeq, qualified, ...(qualified ? {} : { reason }), ...(qualified && method === 'limited' ? { score: String(score ?? 0) } : {}) };
  });
  const { result } = await client.act<{ passed: number[] }>('bid-prequal-result', lotId, { reviewReport: await paper(client, `资格预审评审报告：${titleZh}`), results });
  return [...seqs].filter(([, seq]) => result.passed.includes(seq)).map(([name]) => name);
}

/** Whether the case's bidder may bid here; one who may not is turned away at every door. */
export async function turnedAway(lot: LotPlay, plan: CaseBid, company: Company): Promise<boolean> {
  if (lot.admitted === undefined || lot.admitted.has(plan.bidder)) return false;
  await mustBeRefused(() => company.client.act('doc-download', lot.lotId, { docId: lot.docId }), ['not-invited']);
  await mustBeRefused(() => company.client.act('bid-encrypt', lot.lotId, { envelope: 'a'.repeat(64), plainSha256: 'b'.repeat(64), cipherSuite: 'qinglan-seal-v1' }), ['not-invited', 'r-prequal-pass']);
  return true;
}

/** 联合体协议备案 of a sealed bid; gives the name it goes by. */
export async function fileConsortium(lot: LotPlay, { company, members, bidId }: { company: Company; members: readonly Company[]; bidId: string }): Promise<string> {
  const { result } = await company.client.act<{ name: string }>('bid-consortium', lot.lotId, { bidId, ...(await consortiumTerms(lot, company, members)) });
  return result.name;
}

/** Even shares, the rest to the lead; each member signs the terms with its own key. */
async function consortiumTerms({ lotId }: LotPlay, lead: Company, members: readonly Company[]) {
  const share = Math.floor(100 / (members.length + 1));
  const agreementFile = await paper(lead.client, `联合体协议：${[lead, ...members].map(({ name }) => name).join('、')}`);
  const first = { sharePercent: String(100 - share * members.length), work: '牵头，主体工程' };
  const others = members.map(({ entityId }) => ({ entityId, sharePercent: String(share), work: '专业工程' }));
  const facts = {
    deployment: lead.client.deployment, act: 'consortium-consent', subject: lotId, idempotencyKey: agreementFile,
    input: { leadId: lead.entityId, agreementFile, members: [{ entityId: lead.entityId, ...first }, ...others] },
  };
  const consents = await Promise.all(members.map(({ identity: { sign } }) => signAct(facts, sign.certificate, sign.privateKey)));
  return { agreementFile, lead: first, members: others.map((one, i) => ({ ...one, consent: consents[i] })) };
}

async function mustBeRefused(act: () => Promise<unknown>, codes: readonly string[]): Promise<void> {
  const code = await act().then(() => 'taken', (error: unknown) => (error instanceof ProblemError ? error.code : Promise.reject(error)));
  if (!codes.includes(code)) throw new Error(`one who may not take part was answered ${code}`);
}

function workingMorning(from: number): number {
  let day = dayOf(from);
  while (!isWorkingDay(day)) day += 1;
  return startOfDay(day) + 9.5 * msPerHour;
}

function iso(at: number): string { return new Date(at).toISOString(); }
