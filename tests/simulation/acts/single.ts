import { msPerDay, msPerHour } from '../../../src/kernel/calendar.ts';
import { earliestAt } from '../../../src/kernel/limits.ts';
import { mustParam } from '../../../src/kernel/params.ts';
import { inState, iso, ms, paper, sideOf, type At, type Generator } from '../generator.ts';

const isSingle = ({ view }: At): boolean => view.lot.data.kind === 'single-source';
const exempt = ({ view }: At): boolean => (view.lot.data.plan?.intentionExemptCode ?? null) !== null;
const cleared = ({ view }: At): boolean => view.lot.data.single?.outcome === 'none';
/** Nothing is asked of a single source before its publicity is over, unless the purchase may not wait. */
export const publicised = (at: At): boolean => !isSingle(at) || exempt(at) || cleared(at);
const running = (at: At): boolean => inState(at, 'single-publicity') && at.now < ms(at.view.lot.data.single?.publicityEnd);

/** The publicity of a single source, and what is said against it. */
export const singleSource: readonly Generator[] = [
  {
    act: 'gpr-single', turns: (at) => (inState(at, 'accepted') && isSingle(at) && !cleared(at) ? sideOf(at, exempt(at) ? 0.3 : 2) : []),
    input: (at, { who }, rng) => publicity(at, who, earliestAt(mustParam('singlePublicity', { category: at.view.lot.data.category }), at.now).at + rng.between(8, 40) * msPerHour),
    wrong: [
      { name: 'too short', codes: ['r-single-source-publicity'], input: (at, { who }) => publicity(at, who, at.now + 2 * msPerDay) },
      { name: 'without an opinion', codes: ['r-disclose-complete'], input: async (at, { who }) => { const input = await publicity(at, who, at.now + 20 * msPerDay); return { ...input, items: { ...input.items, expertOpinions: [] } }; } },
      { name: 'where others can deliver', codes: ['method'], turns: (at) => (inState(at, 'accepted') && !isSingle(at) && at.view.ref.plan.category === 'gov-procurement' ? sideOf(at) : []), input: (at, { who }) => publicity(at, who, at.now + 20 * msPerDay) },
    ],
  },
  {
    act: 'single-objection',
    turns: (at) => (running(at) ? [...sideOf(at, 0.2).map((one) => ({ ...one, what: 'rejected' })), ...sideOf(at, 0.1).map((one) => ({ ...one, what: 'upheld' }))] : []),
    input: (at, { who, what }) => objection(at, who, what),
    wrong: [{ name: 'when it is over', codes: ['state'], turns: (at) => (isSingle(at) && inState(at, 'accepted', 'sealed', 'docs-reviewed') ? sideOf(at) : []), input: (at, { who }) => objection(at, who, 'upheld') }],
  },
];

async function publicity(at: At, who: string, end: number) {
  return {
    supplierName: `模拟${at.view.ref.plan.bidders[0]?.bidder ?? ''}`, publicityEnd: iso(end), argumentFile: await paper(at, who, 'argument'),
    items: { supplierAddress: '示例市一号', reason: '只能从唯一供应商处采购', expertOpinions: ['专业人员甲：同意采用单一来源方式'] },
  };
}

async function objection(at: At, who: string, outcome = 'rejected') {
  return { objectorName: '另一供应商', outcome, reason: '亦可供货', replyFile: await paper(at, who, 'objection') };
}
