import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sha256Hex } from '../../seal/index.ts';
import { verifySync } from '../../seal/node/verify.ts';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { isUuid } from '../../kernel/ids.ts';
import type { Actor, AnySpec } from '../act.ts';
import { translate, type Identity } from '../identity.ts';
import { perform, requestHash, type PerformDeps } from '../perform.ts';
import type { ActSignature } from '../leaf-body.ts';
import { Refusal } from '../refusal.ts';
import { tokenOf } from './session.ts';

export const actBody = z.strictObject({
  subject: z.string().max(64),
  input: z.unknown(),
  signature: z.strictObject({ certificate: z.string().max(12_000), value: z.string().max(200) }).optional(),
});

export interface ActRoutes { identity: Identity; deps: PerformDeps; deployment: string; specs: Iterable<AnySpec> }

/** One route per declaration: POST /api/v1/acts/{fp}, /steps/{id}, /gov/{id}. */
export function actRoutes(app: FastifyInstance, { identity, deps, deployment, specs }: ActRoutes): void {
  for (const spec of specs) {
    if (spec.kind === 'system') continue;
    app.post(routeOf(spec), async (request, reply) => {
      const { subject, input, signature } = actBody.parse(request.body);
      if (!isUuid(subject)) throw new Refusal('invalid-input', { field: 'subject' });
      const idempotencyKey = idempotencyKeyOf(request);
      const who = await signer({ identity, deployment, spec, request, subject, input, signature, idempotencyKey });
      const outcome = await perform(deps, {
        spec, subject, input: spec.input.parse(input ?? {}), idempotencyKey,
        bodyHash: requestHash(spec.id, subject, input ?? {}), ip: request.ip, ...who,
      });
      if (outcome.replayed) void reply.header('Idempotency-Replayed', 'true');
      return reply.code(outcome.status).type('application/json').send(outcome.body);
    });
  }
}

export function routeOf(spec: AnySpec): string {
  const group = { act: 'acts', step: 'steps', gov: 'gov', system: 'system' }[spec.kind];
  return `/api/v1/${group}/${spec.id}`;
}

interface Signing {
  identity: Identity; deployment: string; spec: AnySpec; request: FastifyRequest; subject: string; input: unknown;
  signature: { certificate: string; value: string } | undefined; idempotencyKey: string;
}
interface Signer { actor: Actor; signature: ActSignature | null; certificate: Uint8Array | null }

/** Session, certificate and signature must speak of one person. Guests come without any of them where the act is open. */
async function signer(s: Signing): Promise<Signer> {
  const token = tokenOf(s.request);
  const account = token === null ? null : await s.identity.accountOfToken(token);
  if (!account && !s.spec.open) throw new Refusal('not-signed-in');
  if (!s.signature) {
    if (account && s.spec.open) return { actor: s.identity.actor(account, `session:${account.id}`), signature: null, certificate: null };
    if (account || !s.spec.open) throw new Refusal('signature-invalid', { field: 'signature' });
    return { actor: guest(), signature: null, certificate: null };
  }
  const certificate = await s.identity.checkCertificate(s.signature.certificate, 'sign');
  const inputDigest = sha256Hex(canonicalBytes(s.input ?? {}));
  const payload = canonicalBytes({ deployment: s.deployment, act: s.spec.id, subject: s.subject, inputDigest, idempotencyKey: s.idempotencyKey, certificate: certificate.fingerprint });
  const value = s.signature.value;
  translate(() => verifySync(certificate, value, payload));
  const signature = { certificate: certificate.fingerprint, value, inputDigest, idempotencyKey: s.idempotencyKey, act: s.spec.id, subject: s.subject };
  const bound = await s.identity.accountOfCertificate(certificate.fingerprint);
  if (account) {
    if (bound?.id !== account.id) throw new Refusal(bound ? 'certificate-foreign' : 'certificate-unbound', { field: 'signature.certificate' });
    return { actor: s.identity.actor(account, certificate.fingerprint), signature, certificate: certificate.der };
  }
  // an open act signed without a session: the certificate alone speaks (registration)
  const actor = bound ? s.identity.actor(bound, certificate.fingerprint) : { ...guest(), roles: ['guest', 'subject'], key: certificate.fingerprint, name: certificate.subject.organizationName ?? '' };
  return { actor, signature, certificate: certificate.der };
}

function guest(): Actor {
  return { accountId: null, entityId: null, roles: ['guest'], role: 'guest', key: 'guest', regions: [], industries: [], name: '游客', certificateValid: false };
}

function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !isUuid(key)) throw new Refusal('idempotency-key-required');
  return key;
}
