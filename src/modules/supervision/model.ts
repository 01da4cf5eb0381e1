/** An order of a supervising organ (监督意见与指令). Record kind `order`, lotId, key = organ/orderNo. Its content is for the parties and the organs. */
export interface Order {
  orderNo: string; orderType: string; organ: string; organName: string; reason: string; effectiveAt: string; dueAt: string; orderFile: string;
  /** carried out, by an act or as the tenderer has told */
  closedAt?: string; reply?: string;
}

/** Orders that ask for something by a date; the others take effect by themselves. */
const ASKING: readonly string[] = ['opinion', 're-evaluate'];

export function needsCarryingOut({ state, data }: { state: string; data: { orderType: string } }): boolean {
  return state === 'issued' && ASKING.includes(data.orderType);
}

/** Organs suspend and resume as organs: another officer of the same organ may lift what the first has ordered. */
export function organKey(organ: string): string { return `supervisor:${organ}`; }
