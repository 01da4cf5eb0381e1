import type { CategoryId, KindId } from '../../catalogue/generated.ts';
import { canonicalJson, isObject, parseJson, type Json } from '../ledger/core/index.ts';
import type { VerifiedBundle } from '../ledger/verify/index.ts';
import { instantOf, Reading, type Act, type Move } from './read.ts';
import { must, refuse, type CheckId } from './refusal.ts';

/** The trade as the proved leaves tell it. */
export interface Trade {
  readonly lotId: string;
  readonly projectId: string;
  readonly proved: VerifiedBundle;
  /** by the platform's clock; within one instant in the order of the log */
  readonly acts: readonly Act[];
  readonly bids: ReadonlyMap<string, Bid>;
  readonly beacons: readonly Reading[];
}

/** A bid is told by its record's id in the moves and by its number in the leaves; the act that sealed it ties the two. */
export interface Bid { readonly bidId: string; readonly bidSeq: number; readonly encrypted: Act }

export const EXTRA = ['lotId', 'projectId', 'beacons'];

export function tradeOf(proved: VerifiedBundle): Trade {
  const extra = new Reading('history', proved.bundle as unknown as Json, 'bundle');
  const [lotId, projectId] = [extra.text('lotId'), extra.text('projectId')];
  const acts = proved.entries.filter(({ leaf }) => leaf.subject === lotId || leaf.subject === projectId).map(actOf)
    .sort((a, b) => a.time - b.time || a.index - b.index);
  return { lotId, projectId, proved, acts, bids: bidsOf(acts), beacons: extra.members('beacons') };
}

/** Acts of one point; the completions that share its name are asked for by their kind. */
export function actsOf({ acts }: Trade, fp: string, kind = 'act'): Act[] {
  return acts.filter((act) => act.fp === fp && act.kind === kind);
}

export function moveOf(act: Act, machine: string, subject?: string): Move | undefined {
  return act.moves.find((move) => move.machine === machine && (subject === undefined || move.subject === subject));
}

/** The completion row of an event, as `do:all-ranked`: the leaf that moved by it. */
export function completions({ acts }: Trade, event: string): Act[] {
  return acts.filter((act) => act.moves.some((move) => move.event === event));
}

/** The content that an opened digest stands for. */
export function documentOf({ proved }: Trade, check: CheckId, act: Act, field: string): Reading {
  const digest = act.opened.get(field);
  must(typeof digest === 'string', check, `#${act.index} 的 ${field} 未公开`, `${field} of #${act.index} is not opened`);
  const bytes = proved.documents.get(digest);
  must(bytes !== undefined, check, `缺少 #${act.index} 的 ${field} 文件内容`, `the content of ${field} of #${act.index} is not in the bundle`);
  return new Reading(check, parseJson(new TextDecoder().decode(bytes)), `#${act.index} ${field}`);
}

/** Which limits of the law apply: category, kind and object as the intake told them. */
export function selectorsOf(trade: Trade, check: CheckId): { category: CategoryId; kind: KindId; objectType: string } {
  const submitted = actsOf(trade, 'int-submit').at(-1);
  // a round that ended before its hand-in: its moves, followed without a gap, show that nothing a limit could judge has happened
  if (submitted === undefined) return { category: machineOf(trade) === 'gp-lot' ? 'gov-procurement' : 'engineering', kind: 'open-tender', objectType: 'works' };
  const said = new Reading(check, submitted.public, `#${submitted.index}`);
  return { category: said.text('categoryId') as CategoryId, kind: said.text('kind') as KindId, objectType: said.text('objectType') };
}

function machineOf({ acts, lotId }: Trade): string {
  return acts.flatMap(({ moves }) => moves).find(({ subject }) => subject === lotId)?.machine ?? '';
}

export function sameJson(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function actOf(entry: VerifiedBundle['entries'][number]): Act {
  const body = new Reading('history', entry.leaf.body, `#${entry.index}`);
  const at = body.text('at');
  const moves = body.has('moves') ? body.members('moves').map(moveFrom) : [];
  return {
    id: entry.id, index: entry.index, kind: body.text('kind'), fp: body.text('fp'), step: body.textOrNull('step'), subject: entry.leaf.subject, at,
    time: instantOf(at) ?? refuse('history', `#${entry.index} 没有时间`, `#${entry.index} has no time`),
    actorRole: body.text('actorRole'), actorKey: body.text('actorKey'), public: object(body.json('public')), docs: object(body.json('docs')),
    moves, softFailed: body.has('softFailed') ? body.texts('softFailed') : [], batch: entry.leaf.sealed?.batch ?? null, opened: entry.opened, signed: entry.signed,
  };
}

function moveFrom(move: Reading): Move {
  return { machine: move.text('machine'), subject: move.text('subject'), event: move.text('event'), from: move.text('from'), to: move.text('to'), row: move.text('row') };
}

function bidsOf(acts: readonly Act[]): ReadonlyMap<string, Bid> {
  const bids = new Map<string, Bid>();
  const numbers = new Set<number>();
  for (const act of acts) {
    if (act.fp !== 'bid-encrypt' || act.kind !== 'act') continue;
    const bidId = moveOf(act, 'bid')?.subject ?? refuse('moves', `#${act.index} 未关联投标`, `#${act.index} moves no bid`);
    const bidSeq = new Reading('moves', act.public, `#${act.index}`).count('bidSeq');
    must(!bids.has(bidId) && !numbers.has(bidSeq), 'moves', `投标编号 ${bidSeq} 重复`, `bid number ${bidSeq} twice`);
    numbers.add(bidSeq);
    bids.set(bidId, { bidId, bidSeq, encrypted: act });
  }
  return bids;
}

function object(value: Json | undefined): Act['public'] {
  return isObject(value) ? value : {};
}
