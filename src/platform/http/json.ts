import { Refusal } from '../refusal.ts';

/** Deeper than any form of the platform; what comes deeper comes to exhaust a stack. */
const depthMax = 64;

/**
 * A body as strict JSON text: UTF-8, no deeper than forms are, and only characters that every later reader takes. The zero
 * character and half surrogates fit in no database and in no canonical form; `__proto__` is nobody's field.
 */
export function parseJson(body: Uint8Array): unknown {
  let text: string;
  try { text = new TextDecoder('utf-8', { fatal: true }).decode(body); } catch { throw new Refusal('malformed-utf8'); }
  let value: unknown;
  try { value = JSON.parse(text); } catch { throw new Refusal('malformed-json'); }
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) throw new Refusal('invalid-input', { zh: '请求内容嵌套过深', en: 'The body is nested too deeply' });
    level = level.flatMap(insides);
  }
  return value;
}

/** Characters that PostgreSQL and RFC 8785 both take. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function insides(value: unknown): unknown[] {
  if (typeof value === 'string') {
    if (!isPlainText(value)) throw new Refusal('invalid-input', { zh: '文本含有不允许的字符', en: 'A text holds a character that is not allowed' });
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value;
  for (const name of Object.keys(value)) if (name === '__proto__' || !isPlainText(name)) throw new Refusal('invalid-input', { field: name });
  return Object.values(value);
}
