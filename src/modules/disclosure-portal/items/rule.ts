import { industries, itemsOf, subItem, type SubItemId } from '../../../../catalogue/index.ts';
import { dayOf, maxDaysEnd, maxWorkingDaysEnd, msPerDay, startOfDay } from '../../../kernel/calendar.ts';
import type { Contract } from '../../award-contract/index.ts';
import type { Bid } from '../../bidding/index.ts';
import type { Opening } from '../../opening-hall/index.ts';
import type { Rec } from '../../../platform/records.ts';
import type { Application, Lot, Project } from '../../project-intake/index.ts';

/** What a disclosure is made from: the records the acts have left. */
export interface DisclosureFacts {
  lot: Rec<Lot>; project: Rec<Project>; bids: readonly Rec<Bid>[]; opening: Rec<Opening> | null; contract: Rec<Contract> | null;
  applications: readonly Rec<Application>[]; remedies: readonly DecidedRemedy[];
  entityCodes: ReadonlyMap<string, string>; experts: readonly string[]; now: string;
}

/** An objection or complaint that has been decided, as its room leaves it in `data.decided` of records `objection` and `complaint`. */
export interface DecidedRemedy {
  remedyType: '异议' | '质疑' | '投诉'; submitterName?: string; respondentName: string; claimSummary: string; findings: string; decision: string; decidedAt: string;
}

export type Items = Record<string, unknown>;
export interface Due { at: string; within: string | null }

/**
 * Where a sub-item comes from. `of`: what there is to publish, in its order (nothing yet: none). `items`: a rule for each item of
 * the catalogue by its key. `expected`: what an earlier step has made due before its act is done.
 */
export interface Rule<T = never> {
  of: (facts: DisclosureFacts) => readonly T[];
  items: Readonly<Record<string, (one: T, facts: DisclosureFacts) => unknown>>;
  /** when the act was done that made it public */
  at: (one: T, facts: DisclosureFacts) => string;
  due?: (one: T, facts: DisclosureFacts) => string | null;
  expected?: (facts: DisclosureFacts) => string | null;
  /** why the law asks for none here */
  exempt?: (facts: DisclosureFacts) => string | null;
}

/** One of what a rule gives, as the portal deals with it. */
/** `publicAt`: the act itself is the publication, and this is when it was complete. */
export interface Instance { items: Items; at: string; dueAt: string | null; publicAt?: string }
export interface AnyRule { keys: readonly string[]; instances(facts: DisclosureFacts): Instance[]; expected(facts: DisclosureFacts): string | null; exempt(facts: DisclosureFacts): string | null }

export function rule<T>(id: SubItemId, { of, items, at, due, expected, exempt }: Rule<T>, byAct = false): AnyRule {
  return {
    keys: Object.keys(items),
    instances: (facts) => of(facts).map((one) => {
      const done = at(one, facts);
      const values = Object.entries(items).map(([key, value]): [string, unknown] => [key, value(one, facts)]).filter(([, value]) => value !== undefined && value !== null && value !== '');
      return { items: Object.fromEntries(values), at: done, dueAt: due ? due(one, facts) : endOf(id, done), ...(byAct ? { publicAt: done } : {}) };
    }),
    expected: (facts) => expected?.(facts) ?? null,
    exempt: (facts) => exempt?.(facts) ?? null,
  };
}

type Notice = Lot['notices'][number];

/** A notice says its items itself (its act asks for each of them, or the platform fills it in) and is on the portal with its act. */
export function noticeRule(id: SubItemId, of: (facts: DisclosureFacts) => readonly (Pick<Notice, 'items' | 'publishedAt'>)[], more: Partial<Pick<Rule<Pick<Notice, 'items' | 'publishedAt'>>, 'at' | 'due' | 'expected' | 'exempt'>> = {}): AnyRule {
  const keys = itemsOf(id).map(({ key }) => key);
  return rule(id, { of, at: ({ publishedAt }) => publishedAt, items: Object.fromEntries(keys.map((key) => [key, ({ items }: Pick<Notice, 'items'>) => items[key]])), ...more }, true);
}

export const noticesOf = (...types: string[]) => ({ lot }: DisclosureFacts): readonly Notice[] => lot.data.notices.filter(({ noticeType }) => types.includes(noticeType));

/** The platform's own promise where the law names no time: what is public by its act is on the portal within a day. */
const ownMs = msPerDay;

/** The end of the time in which the sub-item is to be published after its act (sub-items.json, publishWithin). */
export function endOf(id: SubItemId, actAt: string): string | null {
  const at = Date.parse(actAt);
  const { publishWithin } = subItem(id);
  if (publishWithin === null) return new Date(at + ownMs).toISOString();
  const [, n, unit] = /^(\d+)(d|wd)$/.exec(publishWithin) ?? [];
  if (n === undefined) return null;
  return new Date(unit === 'wd' ? maxWorkingDaysEnd(at, Number(n)).at : maxDaysEnd(at, Number(n)).at).toISOString();
}

/** So many days before an instant ("30d-before-notice", "15d-before-deadline"). */
export function leadOf(id: SubItemId, before: string | undefined): string | null {
  const [, n] = /^(\d+)d-before-/.exec(subItem(id).publishWithin ?? '') ?? [];
  // days are counted by their dates: the whole of the n-th day before is in time
  return n === undefined || before === undefined ? null : new Date(startOfDay(dayOf(Date.parse(before)) - Number(n) + 1) - 1).toISOString();
}

/** The department that supervises this industry, as the routing table names it. */
export function supervisorOf(lot: Pick<Lot, 'industryId'>): string {
  return industries.find((i) => i.id === lot.industryId)?.complaintToZh ?? lot.industryId;
}

/** When the tender was announced: what had to be public before it is measured from here. */
export function announcedAt({ lot }: DisclosureFacts): string | undefined {
  return lot.data.notices.find(({ noticeType }) => noticeType === 'prequalification' || noticeType === 'tender')?.publishedAt;
}
