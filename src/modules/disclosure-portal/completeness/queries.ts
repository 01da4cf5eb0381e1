import type { Pool } from 'pg';
import { z } from 'zod';
import { disclosureItems, subItems } from '../../../../catalogue/index.ts';
import { disclosureStatusQuery, type DisclosureRow, type DisclosureStatusQuery, type DisclosureStatusRead, type LotDisclosuresRead } from '../../../contracts/disclosure.ts';
import { disclosureStatuses, type DisclosureReason, type DisclosureStatus } from '../../../contracts/disclosure-words.ts';
import type { Actor } from '../../../platform/act.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { lotRead } from '../../tender-doc/index.ts';
import { RULED_CATEGORIES } from '../items/index.ts';
import { dropEmpty } from '../search/asked.ts';

interface Ctx { actor: Actor | null; now: string }
interface Row {
  lot_id: string; sub_item: string; instance: number; category: string; lot_code: string; project_name: string; due_at: string | null; act_at: string | null; published_at: string | null; disclosure_id: string | null;
  filled: number; required: number; missing: string[]; exempt: string | null; reason: DisclosureReason | null; status: DisclosureStatus; sort_at: string;
}

/** What is due is late by the clock of whoever asks; $1 is that clock. */
const STATUS = `case when published_at is not null then case when due_at is null or published_at <= due_at then 'on-time' else 'late' end
  when exempt is not null then 'exempt' when due_at is null or due_at >= $1 then 'due' else 'missing' end`;
const COLUMNS = `lot_id, sub_item, instance, category, lot_code, project_name, due_at, act_at, published_at, disclosure_id, filled, required, missing, exempt, reason, ${STATUS} as status,
  (extract(epoch from coalesce(published_at, due_at, '-infinity'::timestamptz)) * 1000)::text as sort_at`;

/** GET /lots/{id}/disclosures */
export async function lotDisclosures(db: Pool, ctx: Ctx, lotId: string): Promise<LotDisclosuresRead> {
  const lot = await lotRead(db, { actor: ctx.actor, now: ctx.now }, { id: lotId });
  const { rows } = await db.query<Row>(`select ${COLUMNS} from disclosure_state where lot_id = $2 order by instance`, [ctx.now, lotId]);
  return {
    items: subItems.filter(({ category }) => category === lot.category).map(({ id, zh, en, publishWithin }) => ({
      subItemId: id, zh, en, ...(publishWithin === null ? {} : { within: publishWithin }), rows: rows.filter((row) => row.sub_item === id).map(shown),
    })),
  };
}

/** GET /disclosure-status: the whole city, counted by sub-item and listed. */
export async function disclosureStatus(db: Pool, ctx: { now: string }, params: Record<string, string | undefined>): Promise<DisclosureStatusRead> {
  const { cursor, limit = 50, ...filter } = disclosureStatusQuery.parse(dropEmpty(params));
  const [summary, rows] = await Promise.all([summaryOf(db, ctx.now, filter), rowsOf(db, ctx.now, filter, { after: cursor === undefined ? null : readCursor(cursor), limit: limit + 1 })]);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    summary, items: page.map((row) => ({ ...named(row), ...shown(row) })),
    nextCursor: last ? Buffer.from(JSON.stringify([last.sort_at, last.lot_id, last.sub_item, last.instance])).toString('base64url') : null,
  };
}

const csvMax = 50_000;

/** GET /disclosure-status.csv: the list under the same filters, for a spreadsheet. */
export async function disclosureCsv(db: Pool, ctx: { now: string }, params: Record<string, string | undefined>): Promise<string> {
  const { cursor: _cursor, limit: _limit, ...filter } = disclosureStatusQuery.parse(dropEmpty(params));
  const rows = await rowsOf(db, ctx.now, filter, { after: null, limit: csvMax });
  const head = ['lotCode', 'projectName', 'category', 'subItem', 'subItemZh', 'instance', 'status', 'dueAt', 'publishedAt', 'filled', 'required', 'missing', 'reason', 'exempt'];
  const lines = rows.map((row) => [row.lot_code, row.project_name, row.category, row.sub_item, zhOf(row.sub_item), row.instance, row.status, row.due_at, row.published_at, row.filled, row.required, row.published_at === null ? row.missing.join(' ') : '', reasonOf(row), row.exempt]);
  // spreadsheets read UTF-8 by its mark
  return `\uFEFF${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula is text to a spreadsheet only behind an apostrophe. */
function cell(value: string | number | null | undefined): string {
  const plain = value === null || value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Filter = Omit<DisclosureStatusQuery, 'cursor' | 'limit'>;
type Cursor = [at: string, lotId: string, subItem: string, instance: number];

async function rowsOf(db: Pool, now: string, { category, subItem: sub, status, region, q }: Filter, { after, limit }: { after: Cursor | null; limit: number }): Promise<Row[]> {
  const { rows } = await db.query<Row>(
    `select * from (select ${COLUMNS}, coalesce(published_at, due_at, '-infinity'::timestamptz) as at from disclosure_state
       where ($2::text is null or category = $2) and ($3::text is null or sub_item = $3) and ($4::text is null or region like $4 || '%') and ($5::text is null or position($5 in project_name || ' ' || lot_code) > 0)) listed
     where ($6::text is null or status = $6)
       and ($7::text is null or (at, lot_id, sub_item, instance) < (case when $7 = '-Infinity' then '-infinity'::timestamptz else to_timestamp($7::numeric / 1000.0) end, $8::uuid, $9::text, $10::int))
     order by at desc, lot_id desc, sub_item desc, instance desc limit $11`,
    [now, category ?? null, sub ?? null, region ?? null, q ?? null, status ?? null, ...(after ?? [null, null, null, null]), limit]);
  return rows;
}

async function summaryOf(db: Pool, now: string, { category, region, q }: Filter): Promise<DisclosureStatusRead['summary']> {
  const { rows } = await db.query<{ sub_item: string; status: DisclosureStatus; n: number }>(
    `select sub_item, ${STATUS} as status, count(*)::int as n from disclosure_state
     where ($2::text is null or category = $2) and ($3::text is null or region like $3 || '%') and ($4::text is null or position($4 in project_name || ' ' || lot_code) > 0) group by 1, 2`,
    [now, category ?? null, region ?? null, q ?? null]);
  return subItems.filter((one) => RULED_CATEGORIES.some((ruled) => ruled === one.category) && (category === undefined || one.category === category)).map(({ id, category: of, zh, en }) => ({
    subItemId: id, category: of, zh, en,
    counts: Object.fromEntries(disclosureStatuses.map((status) => [status, rows.find((row) => row.sub_item === id && row.status === status)?.n ?? 0])) as Record<DisclosureStatus, number>,
  }));
}

function named({ lot_id, lot_code, project_name, category, sub_item }: Row) {
  const known = subItems.find(({ id }) => id === sub_item);
  return { lotId: lot_id, lotCode: lot_code, projectName: project_name, category, subItemId: sub_item, zh: known?.zh ?? sub_item, en: known?.en ?? sub_item };
}

function zhOf(id: string): string { return subItems.find((one) => one.id === id)?.zh ?? id; }

function shown(row: Row): DisclosureRow {
  const reason = reasonOf(row);
  return {
    instance: row.instance, status: row.status, ...(row.due_at === null ? {} : { dueAt: row.due_at }), ...(row.published_at === null ? {} : { publishedAt: row.published_at }),
    ...(row.disclosure_id === null ? {} : { disclosureId: row.disclosure_id }), filled: row.filled, required: row.required, missing: row.published_at === null && row.status !== 'exempt' ? missingOf(row) : [],
    ...(reason === null ? {} : { reason }), ...(row.exempt === null || row.published_at !== null ? {} : { exempt: row.exempt }),
  };
}

function missingOf({ sub_item, missing }: Row): DisclosureRow['missing'] {
  return missing.map((key) => { const item = disclosureItems.find((one) => one.subItem === sub_item && one.key === key); return { key, zh: item?.zh ?? key, en: item?.en ?? key }; });
}

/** Why it is late or not there. */
function reasonOf({ status, reason, act_at, missing }: Row): DisclosureReason | null {
  if (status === 'late') return reason;
  if (status !== 'missing') return null;
  return act_at === null ? 'act-missing' : missing.length > 0 ? 'items-missing' : 'not-published';
}

function readCursor(cursor: string): Cursor {
  try {
    return z.tuple([z.string().regex(/^-?(\d{1,16}(\.\d+)?|Infinity)$/), z.uuid(), z.string().max(60), z.int()]).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid-input', { field: 'cursor' });
  }
}
