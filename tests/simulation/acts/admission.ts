import { consentFacts } from '../../../src/contracts/consortium-consent.ts';
import { signAct } from '../../../src/seal/index.ts';
import { inState, iso, ms, paper, sideOf, type At, type Generator, type Turn } from '../generator.ts';
import { tendererNames } from '../players.ts';
import { named, turnsOn } from './bidding.ts';
import { lawfulDeadline } from './documents.ts';
import { byInvitation, takesConsortia } from './intake.ts';
import { enoughPassed, tooFewPassed } from './prequal.ts';

const open = (at: At): boolean => inState(at, 'noticed') && at.now < ms(at.view.lot.data.bidDeadline);
const partnerOf = ({ view }: At, who: string): string | undefined => view.ref.plan.bidders.find(({ bidder }) => bidder === who)?.partner;
const leads = (at: At): string[] => at.view.ref.plan.bidders.flatMap(({ bidder, partner }) => (partner === undefined ? [] : [bidder]));
const entityOf = ({ sim }: At, who: string): string => sim.players.get(who).entityId ?? '';

/** Trades that are not open to all, and who bids together. */
export const admission: readonly Generator[] = [
  {
    act: 'not-invite', turns: (at) => ((inState(at, 'docs-reviewed') && byInvitation(at)) || enoughPassed(at) ? sideOf(at, 2) : []),
    input: async (at, { who }, rng) => { const { inviteeIds, ...rest } = await invitation(at, who, invitees(at), lawfulDeadline(at, rng.between(1, 6))); return enoughPassed(at) ? rest : { ...rest, inviteeIds }; },
    done: (at) => {
      const { sim, view: { ref: { plan } } } = at;
      // a single source was published by its name
      if (plan.kind === 'invited-tender') for (const { bidder } of plan.bidders) sim.secrets.invited(at.view.ref, { who: bidder, entityId: entityOf(at, bidder), knows: [bidder, plan.tenderer, plan.agency] });
    },
    wrong: [
      { name: 'too few', codes: ['r-invite-min'], turns: (at) => (inState(at, 'docs-reviewed') && at.view.lot.data.kind === 'invited-tender' ? sideOf(at) : []), input: (at, { who }) => invitation(at, who, invitees(at).slice(0, 2), lawfulDeadline(at, 1)) },
      { name: 'too few who passed', codes: ['r-invite-min'], turns: (at) => (tooFewPassed(at) ? sideOf(at) : []), input: async (at, { who }) => ({ invitationFile: await paper(at, who, 'invitation') }) },
      { name: 'one twice', codes: ['invitees'], input: (at, { who }) => invitation(at, who, [...invitees(at), invitees(at)[0] ?? ''], lawfulDeadline(at, 1)) },
      { name: 'one who is no bidder', codes: ['invitees'], input: (at, { who }) => invitation(at, who, [...invitees(at), entityOf(at, tendererNames[0])], lawfulDeadline(at, 1)) },
      { name: 'where all are called', codes: ['state'], turns: (at) => (inState(at, 'docs-reviewed') && at.view.lot.data.kind === 'open-tender' ? sideOf(at) : []), input: (at, { who }) => invitation(at, who, invitees(at), lawfulDeadline(at, 1)) },
    ],
  },
  {
    act: 'bid-consortium',
    turns: (at) => unfiled(at, 2),
    input: (at, { who, what }) => filing(at, who, what),
    done: (at, { who }) => {
      const partner = partnerOf(at, who) ?? '';
      at.sim.secrets.partner(at.view.ref, { who: partner, entityId: entityOf(at, partner), knows: [who, partner] });
    },
    wrong: [
      { name: 'shares that do not make a whole', codes: ['consortium-members'], input: (at, { who, what }) => filing(at, who, what, { lead: '50' }) },
      { name: 'a member who has not signed this', codes: ['consortium-consent'], input: async (at, { who, what }) => ({ ...await filing(at, who, what), lead: { sharePercent: '60', work: '另一分工' } }) },
      { name: 'a member who has not signed', codes: ['consortium-consent'], input: (at, { who, what }) => filing(at, who, what, { signer: who }) },
      { name: 'where none are taken', codes: ['consortium-not-taken'], turns: (at) => (open(at) && !takesConsortia(at) ? at.view.ref.plan.bidders.flatMap(({ bidder }) => turnsOn(at, bidder, 1, ['sealed'])) : []), input: (at, { who, what }) => filing(at, who, what, { partner: at.view.ref.plan.bidders.find(({ bidder }) => bidder !== who)?.bidder ?? 'bidder-1' }) },
      { name: 'after it was handed in', codes: ['state'], turns: (at) => (open(at) ? leads(at).flatMap((bidder) => turnsOn(at, bidder, 1, ['receipted', 'withdrawn'])) : []), input: (at, { who, what }) => filing(at, who, what) },
      { name: 'after the deadline', codes: ['r-before-deadline', 'state'], turns: (at) => (inState(at, 'deadline-passed', 'opening') ? leads(at).flatMap((bidder) => turnsOn(at, bidder, 1, ['sealed'])) : []), input: (at, { who, what }) => filing(at, who, what) },
    ],
  },
];

function unfiled(at: At, weight: number): Turn[] {
  return open(at) ? leads(at).flatMap((bidder) => turnsOn(at, bidder, weight, ['sealed']).filter(({ what }) => named(at, bidder, what).data.consortium === undefined)) : [];
}

const invitees = (at: At): string[] => at.view.ref.plan.bidders.map(({ bidder }) => entityOf(at, bidder));
async function invitation(at: At, who: string, inviteeIds: readonly string[], deadline: number) {
  return { inviteeIds, invitationFile: await paper(at, who, 'invitation'), bidDeadline: iso(deadline) };
}

async function filing(at: At, who: string, what: string | undefined, { lead = '60', partner = partnerOf(at, who) ?? '', signer = partner }: { lead?: string; partner?: string; signer?: string } = {}) {
  const { sim, view } = at;
  const bare = { agreementFile: await paper(at, who, 'agreement'), lead: { sharePercent: lead, work: '主体工程' }, members: [{ entityId: entityOf(at, partner), sharePercent: '40', work: '专业工程', consent: { certificate: '', value: '' } }] };
  const { sign } = sim.players.get(signer).identity;
  const consent = await signAct(consentFacts(sim.world.deployment, view.lot.id, entityOf(at, who), bare), sign.certificate, sign.privateKey);
  return { bidId: named(at, who, what).id, ...bare, members: bare.members.map((one) => ({ ...one, consent })) };
}
