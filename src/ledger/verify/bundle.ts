import { isObject, parseJson, refuse, type Json } from '../core/index.ts';

/** leaf is the canonical wrapper text; proof the inclusion path in base64, from the leaf's sibling up. */
export interface BundleEntry { readonly index: number; readonly leaf: string; readonly proof: readonly string[] }

/** A committed field that may be shown: salt is base64url; value the committed value, or for a document its SHA-256 in hex. */
export interface OpenedField { readonly salt: string; readonly value: Json }

/** What a leaf's actor signed beside the leaf. act and subject are given where they differ from what the leaf says. */
export interface SignedRequest { readonly inputDigest: string; readonly idempotencyKey: string; readonly act?: string; readonly subject?: string }

export interface EvidenceBundle {
  readonly v: 1;
  readonly deployment: string;
  readonly origin: string;
  /** Signed note of the log. */
  readonly checkpoint: string;
  /** Ascending by index; whole histories of their subjects, and the batch leaves that sealed entries name. */
  readonly entries: readonly BundleEntry[];
  /** Certificate DER in base64 by its SHA-256 in hex. */
  readonly certificates: Readonly<Record<string, string>>;
  readonly opened: Readonly<Record<string, Readonly<Record<string, OpenedField>>>>;
  readonly signatures: Readonly<Record<string, SignedRequest>>;
  /** Document bytes in base64 by their SHA-256 in hex. */
  readonly documents?: Readonly<Record<string, string>>;
}

const REQUIRED = ['v', 'deployment', 'origin', 'checkpoint', 'entries', 'certificates', 'opened', 'signatures'];

/**
 * Checks the shape and nothing else; every word in it is still only a claim. Members named in extra are let through
 * for the checks that know them; any other is refused, since what nobody checks must not travel as evidence.
 */
export function readBundle(input: unknown, extra: readonly string[] = []): EvidenceBundle {
  const value = typeof input === 'string' ? parseJson(input) : input;
  if (!isObject(value)) return refuse('bundle-malformed', 'a bundle is an object');
  const allowed = [...REQUIRED, 'documents', ...extra];
  for (const key of Object.keys(value)) if (!allowed.includes(key)) refuse('bundle-malformed', `unknown member ${key}`);
  if (value['v'] !== 1) refuse('bundle-malformed', 'unknown version');
  return {
    ...value,
    v: 1,
    deployment: text(value['deployment'], 'deployment'),
    origin: text(value['origin'], 'origin'),
    checkpoint: text(value['checkpoint'], 'checkpoint'),
    entries: list(value['entries'], 'entries').map(readEntry),
    certificates: record(value['certificates'], 'certificates', text),
    opened: record(value['opened'], 'opened', (fields, name) => record(fields, name, readOpened)),
    signatures: record(value['signatures'], 'signatures', readSigned),
    ...(value['documents'] === undefined ? {} : { documents: record(value['documents'], 'documents', text) }),
  };
}

function readEntry(value: Json): BundleEntry {
  const { index, leaf, proof } = members(value, 'entry', ['index', 'leaf', 'proof']);
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) return refuse('bundle-malformed', 'entry index');
  return { index, leaf: text(leaf, 'leaf'), proof: list(proof, 'proof').map((step) => text(step, 'proof')) };
}

function readOpened(value: Json, name: string): OpenedField {
  const { salt, value: opened } = members(value, name, ['salt', 'value']);
  if (opened === undefined) return refuse('bundle-malformed', `${name} has no value`);
  return { salt: text(salt, name), value: opened };
}

function readSigned(value: Json, name: string): SignedRequest {
  const { inputDigest, idempotencyKey, act, subject } = members(value, name, ['inputDigest', 'idempotencyKey', 'act', 'subject']);
  return {
    inputDigest: text(inputDigest, name),
    idempotencyKey: text(idempotencyKey, name),
    ...(act === undefined ? {} : { act: text(act, name) }),
    ...(subject === undefined ? {} : { subject: text(subject, name) }),
  };
}

function members(value: Json, name: string, allowed: readonly string[]): Readonly<Record<string, Json | undefined>> {
  if (!isObject(value)) return refuse('bundle-malformed', `${name} is an object`);
  for (const key of Object.keys(value)) if (!allowed.includes(key)) refuse('bundle-malformed', `unknown member ${key} of ${name}`);
  return value;
}

function record<T>(value: Json | undefined, name: string, read: (value: Json, name: string) => T): Record<string, T> {
  if (!isObject(value)) return refuse('bundle-malformed', `${name} is an object`);
  // Without a prototype no name can be mistaken for an inherited one.
  const result: Record<string, T> = Object.create(null) as Record<string, T>;
  for (const [key, inner] of Object.entries(value)) result[key] = read(inner, `${name}.${key}`);
  return result;
}

function list(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : refuse('bundle-malformed', `${name} is a list`);
}

function text(value: Json | undefined, name: string): string {
  return typeof value === 'string' ? value : refuse('bundle-malformed', `${name} is text`);
}
