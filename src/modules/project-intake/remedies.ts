import { machine } from '../../../catalogue/index.ts';
import type { Reader, Rec } from '../../platform/records.ts';

/** An order of a supervising organ, as far as a trade goes by it. The room that issues orders comes beside all phases and is known by none. */
export interface OrderView { orderNo: string; orderType: string; dueAt: string; closedAt?: string }
interface RemedyView { resultCode?: string; stage?: string }

/** What stands between a trade and its next step: objections and complaints that wait, those upheld, orders not carried out. */
export interface Remedies {
  /** objections that wait for their reply */
  openObjections: number;
  /** objections and complaints of any kind that are not closed */
  openRemedies: number;
  /** numbers of objections that were upheld and of orders to evaluate again that have not been carried out */
  causes: { no: string; order: Rec<OrderView> | null }[];
}

/**
 * The one place where acts after the evaluation ask for remedies. Objections and complaints are records of the lot in the states
 * of their own machines; as long as nobody files any, there are none.
 */
export async function loadRemedies(read: Reader, lotId: string): Promise<Remedies> {
  const [objections, complaints, orders] = [
    await read.list<RemedyView>({ kind: 'objection', lotId }), await read.list<RemedyView>({ kind: 'complaint', lotId }), await read.list<OrderView>({ kind: 'order', lotId }),
  ];
  const open = { objections: objections.filter((one) => !isFinal('objection', one)), complaints: complaints.filter((one) => !isFinal('complaint', one)) };
  const upheld = objections.filter(({ data }) => data.resultCode === 'upheld' || data.resultCode === 'partly-upheld').map(({ id, key }) => ({ no: key ?? id, order: null }));
  const ordered = orders.filter(({ data, state }) => data.orderType === 're-evaluate' && state === 'issued').map((order) => ({ no: order.data.orderNo, order }));
  return { openObjections: open.objections.length, openRemedies: open.objections.length + open.complaints.length, causes: [...ordered, ...upheld] };
}

function isFinal(kind: 'objection' | 'complaint', { state }: Rec<unknown>): boolean {
  return machine(kind).final.includes(state);
}
