import { isObject, type Json, type JsonObject } from '../ledger/core/index.ts';
import { refuse, type CheckId } from './refusal.ts';

/** A leaf of the trade, read once. Everything in it is what the log vouches for. */
export interface Act {
  readonly id: string;
  readonly index: number;
  readonly kind: string;
  readonly fp: string;
  readonly step: string | null;
  readonly subject: string;
  readonly at: string;
  readonly time: number;
  readonly actorRole: string;
  readonly actorKey: string;
  readonly public: JsonObject;
  readonly docs: JsonObject;
  readonly moves: readonly Move[];
  readonly softFailed: readonly string[];
  /** the batch it waited in behind its gate */
  readonly batch: number | null;
  readonly opened: ReadonlyMap<string, Json>;
  readonly signed: { readonly act: string; readonly subject: string; readonly inputDigest: string } | null;
}

export interface Move { readonly machine: string; readonly subject: string; readonly event: string; readonly from: string; readonly to: string; readonly row: string }

/** What a check reads from a leaf: a member that is missing or of another type is refused by that check, never passed over. */
export class Reading {
  readonly #check: CheckId;
  readonly #value: JsonObject;
  readonly #what: string;
  constructor(check: CheckId, value: Json | undefined, what: string) {
    this.#check = check;
    this.#what = what;
    this.#value = isObject(value) ? value : refuse(check, `${what}不是对象`, `${what} is no object`);
  }

  get keys(): string[] { return Object.keys(this.#value); }

  text(name: string): string {
    const value = this.#value[name];
    return typeof value === 'string' ? value : this.#bad(name);
  }

  textOrNull(name: string): string | null {
    const value = this.#value[name];
    return value === null || value === undefined ? null : this.text(name);
  }

  count(name: string): number {
    const value = this.#value[name];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : this.#bad(name);
  }

  flag(name: string): boolean {
    const value = this.#value[name];
    return typeof value === 'boolean' ? value : this.#bad(name);
  }

  time(name: string): number { return instantOf(this.text(name)) ?? this.#bad(name); }

  fen(name: string): bigint { return fenOf(this.text(name)) ?? this.#bad(name); }

  list(name: string): readonly Json[] {
    const value = this.#value[name];
    return Array.isArray(value) ? (value as readonly Json[]) : this.#bad(name);
  }

  texts(name: string): string[] { return this.list(name).map((one) => (typeof one === 'string' ? one : this.#bad(name))); }

  counts(name: string): number[] { return this.list(name).map((one) => (typeof one === 'number' ? one : this.#bad(name))); }

  members(name: string): Reading[] { return this.list(name).map((one) => new Reading(this.#check, one, `${this.#what}.${name}`)); }

  member(name: string): Reading { return new Reading(this.#check, this.#value[name], `${this.#what}.${name}`); }

  json(name: string): Json | undefined { return this.#value[name]; }

  has(name: string): boolean { return this.#value[name] !== undefined && this.#value[name] !== null; }

  #bad(name: string): never { return refuse(this.#check, `${this.#what}缺少或不合格式：${name}`, `${this.#what} lacks ${name}, or not in its form`); }
}

export function read(check: CheckId, act: Act): Reading {
  return new Reading(check, act.public, `#${act.index} ${act.step ?? act.fp}`);
}

/** A record of texts, as scores by criterion. */
export function textsOf(check: CheckId, value: Json | undefined, what: string): Record<string, string> {
  const reading = new Reading(check, value, what);
  return Object.fromEntries(reading.keys.map((key) => [key, reading.text(key)]));
}

export function instantOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function fenOf(text: string): bigint | undefined {
  return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}
