// What a publication has, what it lacks and where each item comes from. Pure.
import type { AskedItem, WorkroomRead } from '../../../src/contracts/workroom.ts';

type Values = Readonly<Record<string, unknown>>;
export type ItemState = 'known' | 'field' | 'later' | 'given' | 'missing' | 'free';

export function stateOf(item: AskedItem, given: Values, root: Values): ItemState {
  if (item.later) return 'later';
  if (item.known !== undefined) return 'known';
  if (item.field !== undefined) return item.field === '' || there(root[item.field]) ? 'field' : item.required ? 'missing' : 'free';
  if (there(given[item.key])) return 'given';
  return item.required ? 'missing' : 'free';
}

/** Keys of required items that nobody has said yet. */
export function missingItems(items: readonly AskedItem[], given: Values, root: Values): string[] {
  return items.filter((item) => stateOf(item, given, root) === 'missing').map(({ key }) => key);
}

/** A value as a reader sees it; what is listed stands one after the other. */
export function told(value: unknown, word: (text: string) => string = (text) => text): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((one) => told(one, word)).filter((one) => one !== '').join('、');
  if (typeof value === 'object') return Object.values(value).map((one) => told(one, word)).filter((one) => one !== '').join(' ');
  return word(String(value as string | number | boolean));
}

function there(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** What a control of text holds; anything else is no text. */
export function asText(value: unknown): string { return typeof value === 'string' || typeof value === 'number' ? String(value) : ''; }

/** What the notice says of the lot at hand and of its project. */
export function toldOf({ lotId, lotName, project }: Pick<WorkroomRead, 'lotId' | 'lotName' | 'project'>) {
  const { duration, quality } = project.lots.find((one) => one.lotName === lotName) ?? {};
  return { lotId, duration, quality, ...project };
}
