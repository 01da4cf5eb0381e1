import { msPerHour } from '../../../src/kernel/calendar.ts';
import { earliestAt } from '../../../src/kernel/limits.ts';
import { mustParam } from '../../../src/kernel/params.ts';
import { inState, iso, ms, paper, sideOf, turn, type At, type Generator } from '../generator.ts';
import { frameworkTerms } from './framework.ts';
import { works } from './intake.ts';

interface Candidate { bidId: string; bidSeq: number; rank: number; outCause?: string }
const tenderer = (at: At): string => at.view.ref.plan.tenderer;
const gone = ['revoked', 'returned', 'disqualified', 'rejected'];
/** Candidates who are still in, best first. */
function left({ view }: At): Candidate[] {
  return (view.lot.data.candidates ?? []).filter(({ bidId, outCause }) => outCause === undefined && !gone.includes(view.bids.find(({ id }) => id === bidId)?.state ?? ''));
}
const strict = (at: At): boolean => at.view.lot.data.stateFunded || !works(at);
const decidable = (at: At): boolean => left(at).length > 0 && (!isFramework(at) || admissible(at) >= 2) && (works(at) ? inState(at, 'candidate-publicity') && at.now > ms(at.view.lot.data.publicity?.publicityEnd) : inState(at, 'evaluated'));
const award = ({ view }: At) => view.lot.data.award;
/** Whoever won and then revoked its bid takes no part any more. */
const winnerStands = ({ view }: At): boolean => view.bids.find(({ id }) => id === view.lot.data.award?.bidId)?.state === 'winner';
const contract = ({ view }: At, ...states: readonly string[]): boolean => view.contract !== null && view.lot.data.contract?.contractId === view.contract.id && states.includes(view.contract.state) && !['suspended', 'failed', 'terminated'].includes(view.lot.state);

const isFramework = ({ view }: At): boolean => view.lot.data.kind === 'framework-agreement' && view.lot.data.order === undefined;
/** How many are admitted: two at least, and never all (财政部令第110号 第25、26条). */
function admissible(at: At): number {
  const ranked = at.view.bids.filter(({ data }) => data.ranking !== undefined).length;
  return Math.min(left(at).length, ranked - Math.max(1, Math.ceil(ranked * 0.2)));
}
const ordered = ({ view }: At, ...states: readonly string[]): boolean => view.lot.data.order !== undefined && states.includes(view.lot.state);

export const awarding: readonly Generator[] = [
  {
    act: 'awd-candidate', turns: (at) => (works(at) && left(at).length > 0 ? inState(at, 'evaluated') ? sideOf(at, 2) : inState(at, 'candidate-publicity') ? sideOf(at, 0.05) : [] : []),
    input: async (at, { who }, rng) => publicity(at, who, publicityEnd(at) + rng.between(0, 30) * msPerHour),
    wrong: [{ name: 'too short', codes: ['r-candidate-publicity'], input: (at, { who }) => publicity(at, who, at.now + 30 * msPerHour) }],
  },
  {
    act: 'awd-decide', turns: (at) => (decidable(at) ? [turn(tenderer(at), 2, '0'), ...(strict(at) || left(at).length < 2 ? [] : [turn(tenderer(at), 0.2, '1')])] : []),
    input: (at, { who, what }) => decision(at, who, left(at)[Number(what)]?.bidSeq ?? 0),
    wrong: [
      { name: 'not the first', codes: ['r-award-first'], turns: (at) => (decidable(at) && strict(at) && left(at).length > 1 ? [turn(tenderer(at))] : []), input: (at, { who }) => decision(at, who, left(at)[1]?.bidSeq ?? 0) },
      { name: 'before the publicity is over', codes: ['r-award-after-publicity'], turns: (at) => (works(at) && inState(at, 'candidate-publicity') && left(at).length > 0 && at.now <= ms(at.view.lot.data.publicity?.publicityEnd) ? [turn(tenderer(at))] : []), input: (at, { who }) => decision(at, who, left(at)[0]?.bidSeq ?? 0) },
      { name: 'one who never bid', codes: ['not-found'], input: (at, { who }) => decision(at, who, 100_000) },
      { name: 'everybody admitted', codes: ['framework-admission'], turns: (at) => (isFramework(at) && decidable(at) ? [turn(tenderer(at))] : []), input: async (at, { who }) => ({ ...await decision(at, who, left(at)[0]?.bidSeq ?? 0), admittedBidSeqs: [...left(at).map(({ bidSeq }) => bidSeq), 100_000] }) },
    ],
  },
  {
    act: 'do-winner-out',
    turns: (at) => {
      const open = inState(at, 'candidate-publicity', ...(works(at) ? ['awarded', 'notified'] : ['awarded', 'result-published']));
      if (!open) return [];
      const named = award(at) === undefined ? left(at) : left(at).filter(({ bidId }) => bidId === award(at)?.bidId);
      // a winner that has revoked must be let go before another is taken
      const weight = award(at) !== undefined && !winnerStands(at) ? 2 : 0.03;
      return named.map((one) => turn(tenderer(at), weight, String(one.rank)));
    },
    input: async (at, { who, what }, rng) => ({ bidSeq: at.view.lot.data.candidates?.find(({ rank }) => rank === Number(what))?.bidSeq, causeCode: rng.pick(['gives-up', 'force-majeure', 'breach-found']), evidenceHash: await paper(at, who, 'evidence') }),
    wrong: [{ name: 'one who is no candidate', codes: ['not-found'], input: async (at, { who }) => ({ bidSeq: 100_000, causeCode: 'gives-up', evidenceHash: await paper(at, who, 'evidence') }) }],
  },
  {
    act: 'awd-notice', turns: (at) => (winnerStands(at) && inState(at, 'awarded', ...(works(at) ? [] : ['result-published'])) ? sideOf(at, award(at)?.noticeIssuedAt === undefined ? 2 : 0.02) : []),
    input: async (at, { who }) => ({ noticeFile: await paper(at, who, 'award notice') }),
  },
  {
    act: 'awd-result', turns: (at) => (ordered(at, 'selected', 'contracted') ? [turn(tenderer(at), award(at)?.resultPublishedAt === undefined ? 2 : 0.02)] : award(at) !== undefined && at.view.lot.data.order === undefined && winnerStandsOrSigned(at) && inState(at, ...(works(at) ? ['notified', 'contracted'] : ['awarded', 'result-published', 'contracted'])) ? sideOf(at, award(at)?.resultPublishedAt === undefined ? 2 : 0.02) : []),
    input: async (at, { who }) => ({ noticeFile: await paper(at, who, 'result'), objectionChannel: '书面提出', winnerAddress: '某路1号' }),
  },
  { act: 'do-report-award', turns: (at) => (works(at) && award(at) !== undefined && inState(at, 'awarded', 'notified', 'contracted') ? [turn(tenderer(at), 0.2)] : []), input: async (at, { who }) => ({ reportHash: await paper(at, who, 'report') }) },
  {
    act: 'ctr-sign', turns: (at) => (ordered(at, 'selected', 'result-published') ? [turn(tenderer(at), inState(at, 'selected') ? 0.2 : 1.5)] : winnerStands(at) && inState(at, works(at) ? 'notified' : 'result-published') ? [turn(tenderer(at), 1.5)] : []),
    input: (at, { who }) => signed(at, who, {}),
    wrong: [
      { name: 'at another price', codes: ['r-contract-match'], input: (at, { who }) => signed(at, who, { contractPriceFen: String(BigInt(award(at)?.awardFen ?? '0') + 1n) }) },
      { name: 'without what a framework says', codes: ['framework-terms'], turns: (at) => (isFramework(at) && winnerStands(at) && inState(at, 'result-published') ? [turn(tenderer(at))] : []), input: async (at, { who }) => ({ ...await signed(at, who, {}), framework: undefined }) },
      { name: 'too high a security', codes: ['r-performance-bond'], input: (at, { who }) => signed(at, who, { performanceSecurityFen: String(BigInt(award(at)?.awardFen ?? '0') / 5n) }) },
    ],
  },
  { act: 'ctr-change', turns: (at) => (contract(at, 'signed', 'performing') ? [turn(tenderer(at), 0.1)] : []), input: async (at, { who }, rng) => ({ changeAmountFen: String(rng.between(-9_999, 999_999)), reason: '工程量变化', changeFile: await paper(at, who, `change ${rng.next()}`) }) },
  { act: 'ctr-perform', turns: (at) => (contract(at, 'signed', 'performing', 'accepted') ? [turn(tenderer(at), 0.15)] : []), input: async (at, { who }, rng) => ({ milestone: `节点${rng.int(9)}`, amountPaidFen: String(rng.int(1_000_000)), payeeAccount: '6222', proofFile: await paper(at, who, `proof ${rng.next()}`), progressPercent: rng.between(0, 100) }) },
  {
    act: 'gpr-accept', turns: (at) => (!works(at) && inState(at, 'contracted', 'rectifying') ? [turn(tenderer(at), isFramework(at) ? 0.05 : 1, 'pass'), turn(tenderer(at), isFramework(at) ? 0.02 : 0.1, 'fail')] : []),
    input: async (at, { who, what }) => ({ acceptanceResult: what, acceptorIdNo: 'P-9', acceptanceReport: await paper(at, who, 'acceptance'), items: { acceptanceContent: '全部', acceptanceStandard: '按合同' } }),
    wrong: [{ name: 'incomplete', codes: ['r-disclose-complete'], input: async (at, { who, what }) => ({ acceptanceResult: what, acceptorIdNo: 'P-9', acceptanceReport: await paper(at, who, 'acceptance') }) }],
  },
  { act: 'do-end-contract', turns: (at) => (contract(at, 'signed', 'performing') && (works(at) || inState(at, 'contracted', 'rectifying')) ? [turn(tenderer(at), 0.02)] : []), input: async (at, { who }) => ({ causeCode: 'agreed', evidenceFile: await paper(at, who, 'end') }) },
  { act: 'do-complete', turns: (at) => (contract(at, 'signed', 'performing', 'accepted') ? [turn(tenderer(at), 0.04)] : []), input: async (at, { who }) => ({ settlementFile: await paper(at, who, 'settlement') }) },
  {
    act: 'do-re-evaluate',
    turns: (at) => (reopenable(at) ? orders(at).map(({ data }) => turn(tenderer(at), 1.5, data.orderNo)) : []),
    input: (at, { what }, rng) => ({ causeCode: 'supervisor-order', orderOrObjectionNo: what, reinstatedBidSeqs: rng.some(reinstatable(at), rng.int(2)) }),
    wrong: [{ name: 'without a cause', codes: ['r-reevaluate-cause'], turns: (at) => (reopenable(at) ? [turn(tenderer(at))] : []), input: () => ({ causeCode: 'supervisor-order', orderOrObjectionNo: '无此令' }) }],
  },
  {
    act: 'cer-issue', turns: (at) => (inState(at, 'closed') && award(at) !== undefined ? [turn(tenderer(at), at.view.lot.data.certificateNo === undefined ? 1.5 : 0.02), turn('centre-a', 0.1)] : []), input: () => ({}),
    wrong: [{ name: 'before the end', codes: ['r-certificate-ready', 'state'], turns: (at) => (inState(at, 'noticed', 'opened', 'notified', 'contracted') ? [turn(tenderer(at))] : []), input: () => ({}) }],
  },
  { act: 'cer-verify', turns: (at) => (at.view.lot.data.certificateNo === undefined ? [] : [turn('guest', 0.1)]), input: (at) => ({ certificateNo: at.view.lot.data.certificateNo }) },
];

/** Orders to evaluate again that nobody has carried out, by their numbers, which are the same in every run. */
const orders = ({ view }: At) => view.of<{ orderNo: string; orderType: string }>('order').filter(({ state, data }) => state === 'issued' && data.orderType === 're-evaluate');
const reopenable = (at: At): boolean => at.view.session?.state === 'reported' && inState(at, 'evaluated', 'candidate-publicity', 'awarded', ...(works(at) ? [] : ['result-published']));
const reinstatable = ({ view }: At): number[] => view.bids.filter(({ state, data }) => state === 'rejected' && data.rejected?.byRule === false).map(({ data }) => data.bidSeq);
const winnerStandsOrSigned = (at: At): boolean => winnerStands(at) || inState(at, 'contracted');
const publicityEnd = (at: At): number => earliestAt(mustParam('candidatePublicity', { category: at.view.lot.data.category }), at.now).at + 9 * msPerHour;

async function publicity(at: At, who: string, end: number) {
  return { publicityEnd: iso(end), publicityFile: await paper(at, who, 'publicity'), objectionChannel: '书面提出' };
}

async function decision(at: At, who: string, bidSeq: number) {
  const admitted = isFramework(at) ? { admittedBidSeqs: left(at).slice(0, Math.max(2, admissible(at))).map((one) => one.bidSeq) } : {};
  return { bidSeq, ...admitted, decisionFile: await paper(at, who, 'decision'), decisionMakerId: 'M-1' };
}

async function signed(at: At, who: string, bent: Record<string, unknown>) {
  const { awardFen, duration } = award(at) ?? {};
  return { contractPriceFen: awardFen, duration, contractFile: await paper(at, who, 'contract'), contractCode: `HT-${at.view.ref.n}`, paymentTerms: '按进度', ...(isFramework(at) ? { framework: frameworkTerms(at) } : {}), ...bent };
}
