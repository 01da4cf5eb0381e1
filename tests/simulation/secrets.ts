import { readsPrices } from '../../src/law/methods.ts';
import { postsInCharge } from './players.ts';
import type { LotRef, LotView } from './view.ts';

/** Something planted that must not be read before its time. */
export interface Secret {
  lot: number;
  what: string;
  text: string;
  /** by name: who knows it by right */
  knows: readonly string[];
  /** who else may know it now */
  mayKnow?: (view: LotView, accountId: string, name: string) => boolean;
  /** whether everybody may know it now */
  isOpen: (view: LotView) => boolean;
}

/** The committee, and whoever its report was handed to. */
function evaluates({ lot, session, ref: { plan } }: LotView, accountId: string, name: string): boolean {
  const sits = [...session?.data.members ?? [], ...session?.data.former ?? []].some((one) => one.accountId === accountId);
  return sits || (lot.data.reportAt !== undefined && [plan.tenderer, plan.agency].includes(name));
}

const gate = (name: string) => ({ lot }: LotView): boolean => (lot.data.openGates as readonly string[]).includes(name);

/** The platform's readers never see these texts before their time, whatever they read. */
export class Secrets {
  private readonly all: Secret[] = [];

  ofLot(n: number): readonly Secret[] { return this.all.filter(({ lot }) => lot === n); }

  add(secret: Secret): void {
    if (!this.all.some(({ lot, text }) => lot === secret.lot && text === secret.text)) this.all.push(secret);
  }

  /** A contribution to chance: its own until it is revealed; of rosters and ties until the award. */
  contribution({ n }: LotRef, purpose: string, own: { who: string; r: string; chanceId: string }): void {
    const revealed = ({ chances }: LotView): boolean => chances.some(({ id, data }) => id === own.chanceId && data.contributions.some(({ r }) => r === own.r));
    this.add({ lot: n, what: `contribution of ${own.who} to ${purpose}`, text: own.r, knows: [own.who], isOpen: purpose === 'coefficients' ? revealed : gate('award-decided') });
  }

  /** Shares of custodians and bidders' halves of keys are nobody else's for good. */
  never({ n }: LotRef, what: string, text: string): void {
    this.add({ lot: n, what, text, knows: [], isOpen: () => false });
  }

  /** What a sealed bid says, in every way it could be written. */
  bid({ n, plan }: LotRef, own: { who: string; entityId: string; priceFen: number; bidId: string; envelope: string; byInvitation: boolean }): void {
    const quoted = !readsPrices(plan);
    // whom one has invited, one knows; who came of them, one does not
    const inviters = own.byInvitation ? [plan.tenderer, plan.agency] : [];
    const announced = ({ bids }: LotView): boolean => bids.some(({ data }) => data.announcedAt !== undefined && data.form?.priceFen === String(own.priceFen));
    for (const text of pricesOf(own.priceFen)) this.add({ lot: n, what: `price of ${own.who}`, text, knows: [own.who], ...(quoted ? { mayKnow: evaluates, isOpen: gate('award-decided') } : { isOpen: announced }) });
    for (const [what, text] of [['entity', own.entityId], ['name', `模拟${own.who}`], ['envelope', own.envelope]] as const) {
      // a single source was published by its name
      if (plan.kind !== 'single-source' || what !== 'name') this.add({ lot: n, what: `${what} of ${own.who}`, text, knows: what === 'envelope' ? [own.who] : [own.who, ...inviters], isOpen: gate('bid-deadline') });
    }
    // a round that ends says how many bids go back, by their ids, and not whose they were
    this.add({ lot: n, what: `id of a bid of ${own.who}`, text: own.bidId, knows: [own.who], isOpen: (view) => gate('bid-deadline')(view) || view.lot.data.failure !== undefined });
  }

  /** What a supplier asks in a round: the committee's when the round is over, the purchaser's with the report, everybody's with the award. */
  quote({ n }: LotRef, own: { who: string; round: number; priceFen: number }): void {
    const over = ({ lot }: LotView): boolean => lot.data.rounds?.some(({ round, endedAt }) => round === own.round && endedAt !== undefined) === true;
    for (const text of pricesOf(own.priceFen)) this.add({ lot: n, what: `price of ${own.who} in round ${own.round}`, text, knows: [own.who], mayKnow: (view, accountId, name) => over(view) && evaluates(view, accountId, name), isOpen: gate('award-decided') });
  }

  /** Who applied: the tenderer's side and the posts in charge read it when the applications are due, everybody with the bids. */
  applied({ n, plan }: LotRef, { who, entityId }: { who: string; entityId: string }): void {
    const reviewers = [plan.tenderer, plan.agency, ...postsInCharge(plan.category)];
    const due = ({ lot }: LotView, _accountId: string, name: string): boolean => lot.data.prequal?.closedAt !== undefined && reviewers.includes(name);
    for (const [what, text] of [['entity', entityId], ['name', `模拟${who}`]] as const) this.add({ lot: n, what: `${what} of ${who}, applying`, text, knows: [who], mayKnow: due, isOpen: gate('bid-deadline') });
  }

  /** What is offered for an order: the supplier's own until the order is given. */
  offer({ n }: LotRef, own: { who: string; callId: string; priceFen: number }): void {
    const decided = ({ of }: LotView): boolean => of('order-call').some(({ id, state }) => id === own.callId && state === 'decided');
    for (const text of pricesOf(own.priceFen)) this.add({ lot: n, what: `price of ${own.who} for an order`, text, knows: [own.who], isOpen: decided });
  }

  invited({ n }: LotRef, own: { who: string; entityId: string; knows: readonly string[] }): void { this.taking(n, 'invited', own); }
  partner({ n }: LotRef, own: { who: string; entityId: string; knows: readonly string[] }): void { this.taking(n, 'partner', own); }

  private taking(n: number, as: string, { who, entityId, knows }: { who: string; entityId: string; knows: readonly string[] }): void {
    for (const [what, text] of [['entity', entityId], ['name', `模拟${who}`]] as const) this.add({ lot: n, what: `${what} of ${who}, ${as}`, text, knows, isOpen: gate('bid-deadline') });
  }

  /** Who has been drawn is known to the committee and the centre when the list opens, to everybody with the award. */
  expert({ n }: LotRef, own: { who: string; expertNo: string; accountId: string; phone: string }): void {
    const sits = ({ session }: LotView, accountId: string): boolean => [...session?.data.members ?? [], ...session?.data.former ?? []].some((one) => one.accountId === accountId);
    for (const [what, text] of [['number', own.expertNo], ['account', own.accountId], ['phone', own.phone]] as const) {
      this.add({ lot: n, what: `${what} of ${own.who}`, text, knows: [own.who], mayKnow: sits, isOpen: what === 'phone' ? () => false : gate('award-decided') });
    }
  }
}

function pricesOf(fen: number): string[] {
  const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
  const grouped = yuan.replaceAll(/\B(?=(\d{3})+\.)/g, ',');
  return [String(fen), yuan, grouped];
}

/** The secrets that stand in a text; numbers only where they stand alone. */
export function found(secrets: readonly Secret[], text: string): Secret[] {
  return secrets.filter((secret) => {
    for (let at = text.indexOf(secret.text); at >= 0; at = text.indexOf(secret.text, at + 1)) {
      if (!isWord(text[at - 1]) && !isWord(text[at + secret.text.length])) return true;
    }
    return false;
  });
}
const isWord = (sign: string | undefined): boolean => sign !== undefined && /[0-9A-Za-z_-]/.test(sign);
