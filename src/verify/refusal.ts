/** The checks of a trade, in the order in which they are made and told. */
export const CHECKS = [
  'ledger', 'history', 'moves', 'signatures', 'refusals', 'sealed', 'receipts', 'order', 'periods', 'admission', 'config', 'opening', 'draw', 'experts', 'quotes', 'scores', 'ranking', 'award', 'contract',
] as const;
export type CheckId = (typeof CHECKS)[number];

/** A trade that does not hold: which check says so, and about what. */
export class TradeRefusal extends Error {
  readonly check: CheckId;
  readonly zh: string;
  readonly en: string;
  constructor(check: CheckId, zh: string, en: string) {
    super(`${check}: ${en}`);
    this.name = 'TradeRefusal';
    this.check = check;
    this.zh = zh;
    this.en = en;
  }
}

export function refuse(check: CheckId, zh: string, en: string): never {
  throw new TradeRefusal(check, zh, en);
}

export function must(holds: boolean, check: CheckId, zh: string, en: string): asserts holds {
  if (!holds) refuse(check, zh, en);
}
