import { z } from 'zod';
import { instant, sha256Hex } from '../../contracts/reads.ts';
import { dueAt as limitEnd } from '../../kernel/limits.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import { mayKnow } from '../../platform/authorise.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Account } from '../entity-ca/index.ts';
import { loadLot, loadRunning, lotIsPublic, lotParam, lotParties, resumeLot, resumeRunning, stopLot, tellMoved, type Lot, type Running, type SessionPeriods } from '../project-intake/index.ts';
import { needsCarryingOut, organKey, type Order } from './model.ts';

const input = z.strictObject({
  orderNo: z.string().trim().min(1).max(60),
  orderType: z.enum(['opinion', 'suspend', 'resume', 'freeze', 'unfreeze', 'confirm-forfeit', 're-evaluate']),
  dueAt: instant.optional().describe('by when it is carried out; of a suspension: until when it lasts. Absent in a resume: at once'),
  reason: z.string().trim().min(1).max(4000),
  orderFile: sha256Hex.describe('the order as signed, uploaded before'),
});
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; opening: Rec<SessionPeriods> | null; account: Rec<Account> | null; file: unknown; same: unknown[]; orders: Rec<Order>[]; running: Running | null }

/** 监督意见与暂停指令 (招标投标法实施条例 第61条; 政府采购法 第57条): stops a trade, lifts the stop, or says what must be done. */
export const supOrder = defineAct<Input, Facts>({
  id: 'sup-order', kind: 'act', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const account = cmd.actor.accountId === null ? null : await read.get<Account>('account', cmd.actor.accountId);
    return {
      lot, account, file: await read.blob(cmd.input.orderFile, cmd.actor.entityId ?? cmd.actor.accountId),
      opening: lot.data.openingId ? await read.get<SessionPeriods>('opening', lot.data.openingId) : null,
      running: lot.data.suspension ? await loadRunning(read, lot, cmd.nowMs) : null,
      orders: await read.list<Order>({ kind: 'order', lotId: lot.id }),
      same: account ? await read.list({ kind: 'order', key: `${organOf(account)}/${cmd.input.orderNo}` }) : [],
    };
  },
  // who may know of the lot and is not in charge of it is refused by the rule, and seen
  parties: ({ lot }) => (lotIsPublic(lot) ? { public: true } : lotParties(lot)),
  decide({ lot, opening, account, file, same, orders, running }, cmd, work) {
    const { orderNo, orderType, orderFile, reason } = cmd.input;
    const { suspension } = lot.data;
    work.move(lot.data.machine, lot, 'sup-order', { orderType });
    if (!account) throw new Refusal('not-found');
    if (!file) throw new Refusal('blob-missing', { field: 'orderFile' });
    if (same.length > 0) throw new Refusal('version-conflict', { field: 'orderNo' });
    const organ = organOf(account);
    const dueAt = dueOf(lot.data, cmd);
    if (orderType === 'suspend') suspend(work, lot, { organ, until: dueAt });
    const moved = orderType === 'resume' && suspension && running ? { ...resumeLot(work, lot, opening), ...resumeRunning(work, lot, running, suspension.at) } : null;
    const order = work.create<Order>('order', 'issued', { orderNo, orderType, organ, organName: account.data.organ ?? '', reason, effectiveAt: work.now, dueAt, orderFile }, { lotId: lot.id, key: `${organ}/${orderNo}` });
    work.knowGates(lot.id, lot.data.openGates);
    work.act('sup-order', {
      subject: lot.id, lotId: lot.id, public: { orderNo, lotId: lot.id, orderType, effectiveAt: work.now, dueAt }, docs: { orderFile },
      facts: {
        inScope: mayKnow(cmd.actor, lotParties(lot)), organ, ...overdueOf(orders, cmd.nowMs), param: lotParam(lot.data),
        ...(suspension ? { suspendedBy: suspension.organ, suspendedUntil: suspension.until === null ? null : Date.parse(suspension.until) } : {}),
      },
    });
    // the order is restricted, the dates it has moved are not
    if (moved) tellMoved(work, lot, moved);
    work.send('lot-changed', { lot: lot.id });
    work.result = { orderId: order.id, state: lot.state, ...moved };
  },
});

/** An earlier order whose time is over and that nobody has carried out: the rule tells of it with every order that follows. */
function overdueOf(orders: readonly Rec<Order>[], nowMs: number): { orderDueAt?: number; orderClosedAt?: number } {
  const [first] = orders.filter(needsCarryingOut).map(({ data }) => Date.parse(data.dueAt)).filter((at) => at < nowMs).sort((x, y) => x - y);
  return first === undefined ? {} : { orderDueAt: first, orderClosedAt: nowMs };
}

/** In procurement a stop ends by itself when its time, at most thirty days, is over (政府采购法 第57条). */
function suspend(work: Work, lot: Rec<Lot>, stop: { organ: string; until: string }): void {
  stopLot(work, lot, stop);
  if (lot.data.machine === 'gp-lot') work.timer({ event: 'timer:suspend-max', subjectKind: 'lot', subjectId: lot.id, lotId: lot.id, dueAt: stop.until });
}

function dueOf(lot: Lot, { input: { orderType, dueAt }, now, nowMs }: Cmd<Input>): string {
  const limit = orderType === 'suspend' ? lotParam(lot)('suspendMax') : null;
  const longest = limit ? limitEnd(limit, nowMs) : undefined;
  const latest = longest === undefined ? null : new Date(longest.at).toISOString();
  const due = dueAt ?? (orderType === 'resume' || orderType === 'unfreeze' ? now : latest);
  if (due === null || due < now || (latest !== null && due > latest)) throw new Refusal('invalid-input', { field: 'dueAt', zh: latest === null ? '须载明期限，且不得早于现在' : `暂停期限不得超过 ${latest}`, en: latest === null ? 'A due time, not before now, is needed' : `A stop may last until ${latest} at most` });
  return due;
}

function organOf(account: Rec<Account>): string { return organKey(account.data.organ ?? account.id); }
