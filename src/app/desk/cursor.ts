import { z } from 'zod';
import { Refusal } from '../../platform/refusal.ts';

/** Where a page ended: instant with microseconds, and id. Opaque to the reader. */
const place = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]);

export function cursorOf(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

export function readCursor(text: string): [string, string] {
  try {
    return place.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Refusal('invalid-input', { field: 'cursor' });
  }
}
