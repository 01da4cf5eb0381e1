import { z } from 'zod';
import { PROBLEMS } from '../contracts/problems.ts';
import * as disclosure from '../contracts/disclosure.ts';
import * as contract from '../contracts/reads.ts';
import * as desk from '../contracts/desk.ts';
import * as notifications from '../contracts/notifications.ts';
import * as search from '../contracts/search.ts';
import type { AnySpec } from '../platform/act.ts';
import { actBody, routeOf } from '../platform/http/acts.ts';
import type { Declarations } from './declarations.ts';
import { permissionsOf, titleOf } from './permissions.ts';
import type { Read } from './reads.ts';
import { workspaceRoutes, type WorkspaceRoute } from './workspace-routes.ts';

type Json = Record<string, unknown>;

/** What the reads answer, by their address; a read that is not here answers an object its module describes. */
const ANSWERS: Readonly<Record<string, z.ZodType | 'text'>> = {
  '/api/v1/health': contract.healthRead,
  '/api/v1/platform': contract.platformRead,
  '/api/v1/portal': contract.portalRead,
  '/api/v1/lots': contract.lotsRead,
  '/api/v1/lots/:id': contract.lotRead,
  '/api/v1/lots/:id/timeline': contract.timelineRead,
  '/api/v1/lots/:id/opening': contract.openingRead,
  '/api/v1/lots/:id/results': contract.resultsRead,
  '/api/v1/lots/:id/rounds': contract.roundsRead,
  '/api/v1/receipts/:leafId': contract.receiptRead,
  '/api/v1/ledger/checkpoint': 'text',
  '/api/v1/ledger/proofs/:leafId': 'text',
  '/api/v1/ledger/entries/:index': contract.leafEntry,
  '/api/v1/ledger/leaves': contract.leavesRead,
  '/api/v1/certificates/:no': contract.certificateRead,
  '/api/v1/lots/:id/clarifications/mine': contract.ownClarificationsRead,
  '/api/v1/digests/:sha256': contract.digestsRead,
  '/api/v1/disclosures': contract.disclosuresRead,
  '/api/v1/desk': desk.deskRead,
  '/api/v1/lots/:id/actions': desk.actionsRead,
  '/api/v1/notifications': notifications.notificationsRead,
  '/api/v1/contracts/:act': desk.contractRead,
  '/api/v1/lots/:id/disclosures': disclosure.lotDisclosuresRead,
  '/api/v1/disclosure-status': disclosure.disclosureStatusRead,
  '/api/v1/disclosure-status.csv': 'text',
  '/api/v1/search': search.searchRead,
  '/api/v1/search/suggestions': search.suggestionsRead,
};

/** What may be asked for beside the path; lists take `cursor` and `limit`. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/lots': Object.keys(contract.lotsQuery.shape),
  '/api/v1/ledger/leaves': ['subject', 'lotId', 'cursor', 'limit'],
  '/api/v1/disclosures': ['lotId', 'cursor', 'limit'],
  '/api/v1/disclosure-status': Object.keys(disclosure.disclosureStatusQuery.shape),
  '/api/v1/disclosure-status.csv': Object.keys(disclosure.disclosureStatusQuery.omit({ cursor: true, limit: true }).shape),
  '/api/v1/events': ['channel', 'after'],
  '/api/v1/desk': ['q', 'cursor', 'limit'],
  '/api/v1/notifications': ['unread', 'cursor', 'limit'],
  '/api/v1/entities': ['role', 'q', 'cursor', 'limit'],
  '/api/v1/search': Object.keys(search.searchQuery.shape),
  '/api/v1/search/suggestions': ['q'],
  '/feeds/lots.atom': Object.keys(search.searchFilter.shape),
};

/** OpenAPI 3.1 of everything the server answers, from the declarations and nothing else. */
export function openapi({ specs, reads }: Declarations): Json {
  const paths: Record<string, Json> = {};
  const add = (method: string, path: string, operation: Json): void => {
    const key = path.replaceAll(/:([A-Za-z0-9]+)/g, '{$1}');
    paths[key] = { ...paths[key], [method.toLowerCase()]: operation };
  };
  for (const spec of specs) if (spec.kind !== 'system') add('POST', routeOf(spec), actOperation(spec));
  for (const read of reads) add('GET', read.path, readOperation(read));
  for (const route of workspaceRoutes) add(route.method, route.path, workspaceOperation(route));
  return {
    openapi: '3.1.0',
    info: {
      title: '清兰 Qinglan', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'Acts, steps and governance change something and leave a leaf in the witness ledger; reads and workspace leave none. Times are UTC with milliseconds, money is a whole number of fen.',
    },
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { session: { type: 'http', scheme: 'bearer', description: 'from POST /api/v1/sessions' } },
      schemas: { problem: { ...schemaOf(contract.problemBody), description: `codes: ${Object.keys(PROBLEMS).join(', ')}, and the id of the rule that refused (r-…)` }, acted: schemaOf(acted) },
      responses: { problem: { description: 'RFC 9457', content: { 'application/problem+json': { schema: ref('schemas/problem') } } } },
    },
  };
}

/** GET /api/v1/openapi.json: the description describes itself as well. */
export function openapiRead(declarations: Declarations): Read {
  const self: Read = {
    path: '/api/v1/openapi.json', who: 'public', zh: '接口描述', send: (reply, answer) => reply.type('application/json').send(answer),
    query: async () => (text ??= openapiText({ ...declarations, reads: [...declarations.reads, self] })),
  };
  let text: string | undefined;
  return self;
}

export function openapiText(declarations: Declarations): string {
  return `${JSON.stringify(openapi(declarations), null, 1)}\n`;
}

const acted = z.strictObject({
  receipt: z.strictObject({
    leafId: z.uuid(), bodyHash: contract.sha256Hex, platformSignature: z.string().describe('Ed25519 over the bytes of bodyHash, base64url'), at: contract.instant,
  }).nullable(),
  events: z.array(z.strictObject({ machine: z.string(), subject: z.uuid(), event: z.string(), from: z.string(), to: z.string(), row: z.string() })),
  result: z.record(z.string(), z.unknown()),
});

function actOperation(spec: AnySpec): Json {
  const grants = permissionsOf(spec).map(({ role, relation }) => `${role} (${relation})`);
  const { properties, required } = schemaOf(actBody) as { properties: Json; required: string[] };
  return {
    operationId: spec.id, tags: [spec.kind], summary: titleOf(spec.id) || spec.id,
    description: `By ${grants.join(', ') || 'nobody'}. Subject: ${spec.subjectKind ?? 'an id the caller makes (UUID v4), or one of any kind'}.`,
    security: spec.open === true ? [{}, { session: [] }] : [{ session: [] }],
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' }, description: 'same key and body: same answer; another body: 422' }],
    requestBody: json({ type: 'object', additionalProperties: false, properties: { ...properties, input: schemaOf(spec.input) }, required: [...required, ...(spec.open === true ? [] : ['signature'])] }),
    responses: {
      201: { description: 'Done. With the header Idempotency-Replayed: done before, the same answer.', content: { 'application/json': { schema: ref('schemas/acted') } } },
      default: ref('responses/problem'),
    },
  };
}

function readOperation(read: Read): Json {
  const answer = ANSWERS[read.path];
  const content = read.send === undefined || answer !== undefined ? contentOf(answer) : { '*/*': {} };
  return {
    operationId: `read${read.path.replace('/api/v1', '').replaceAll(/[/:]+/g, '-')}`, tags: ['read'], summary: read.zh,
    security: read.who === 'public' ? [{}, { session: [] }] : [{ session: [] }],
    parameters: parametersOf(read.path),
    responses: { 200: { description: 'OK', content }, default: ref('responses/problem') },
  };
}

function workspaceOperation(route: WorkspaceRoute): Json {
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace('/api/v1', '').replaceAll(/[/:]+/g, '-')}`, tags: ['workspace'], summary: route.zh,
    security: route.who === 'signed-in' ? [{ session: [] }] : route.path.includes('blobs/') ? [{}, { session: [] }] : [{}],
    parameters: parametersOf(route.path),
    ...(route.body === null ? { requestBody: { required: true, content: { 'application/octet-stream': {} } } } : {}),
    ...(route.body ? { requestBody: json(schemaOf(route.body)) } : {}),
    responses: { [route.status]: { description: 'OK', ...(route.answer === undefined ? {} : { content: workspaceContent(route.answer) }) }, default: ref('responses/problem') },
  };
}

function workspaceContent(answer: NonNullable<WorkspaceRoute['answer']>): Json {
  if (answer === 'bytes') return { 'application/octet-stream': {} };
  if (answer === 'events') return { 'text/event-stream': { schema: { type: 'string' } } };
  return contentOf(answer);
}

function contentOf(answer: z.ZodType | 'text' | undefined): Json {
  if (answer === 'text') return { 'text/plain': { schema: { type: 'string' } } };
  return { 'application/json': { schema: answer === undefined ? { type: 'object' } : schemaOf(answer) } };
}

function parametersOf(path: string): Json[] {
  const inPath = [...path.matchAll(/:([A-Za-z0-9]+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return [...inPath, ...(QUERIES[path] ?? []).map((name) => ({ name, in: 'query', schema: { type: 'string' } }))];
}

/** What may be sent; a transform is described by what it takes. */
function schemaOf(type: z.ZodType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Json;
  return schema;
}

function json(schema: Json): Json { return { required: true, content: { 'application/json': { schema } } }; }
function ref(to: string): Json { return { $ref: `#/components/${to}` }; }
