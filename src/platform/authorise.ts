import { grantsOn, isFunctionPointId, isStepId, type Grant } from '../../catalogue/index.ts';
import type { Actor, Parties } from './act.ts';
import { Refusal } from './refusal.ts';

/**
 * Finds the grant under which this person may do the act and returns the role it gives.
 * 404 where the person may not even know the object, 403 where he may know but not act.
 */
export function authorise(id: string, actor: Pick<Actor, 'accountId' | 'entityId' | 'roles' | 'regions' | 'industries'>, parties: Parties): string {
  const grants = isFunctionPointId(id) || isStepId(id) ? grantsOn(id) : [];
  const grant = grants.find((g) => actor.roles.includes(g.role) && standsSo(g, actor, parties));
  if (grant) return grant.role;
  throw new Refusal(parties.public || mayKnow(actor, parties) ? 'forbidden' : 'not-found');
}

/** Parties, the committee, and posts in whose scope the object lies know of it before it is public. */
export function mayKnow(actor: Pick<Actor, 'accountId' | 'entityId' | 'roles' | 'regions' | 'industries'>, parties: Parties): boolean {
  const { entityId, accountId } = actor;
  if (entityId !== null && [parties.tendererId, parties.agencyId, parties.ownerId].includes(entityId)) return true;
  if (accountId !== null && parties.members?.includes(accountId)) return true;
  return actor.roles.some((r) => POSTS.has(r)) && inScope(actor, parties);
}

const POSTS = new Set(['centre-a', 'centre-b', 'centre-review', 'centre-host', 'centre-finance', 'supervisor', 'discipline', 'auditor']);

type Stander = Pick<Actor, 'accountId' | 'entityId' | 'regions' | 'industries'>;

function standsSo(grant: Grant, actor: Stander, parties: Parties): boolean {
  switch (grant.relation) {
    case 'any': return true;
    case 'own-entity': return ownEntity(grant.role, actor, parties);
    case 'acts-for': return actor.entityId !== null && actor.entityId === parties.agencyId;
    case 'assigned-post': return inScope(actor, parties);
    case 'committee-member': return actor.accountId !== null && (parties.members?.includes(actor.accountId) ?? false);
    case 'self': return actor.accountId !== null && actor.accountId === parties.ownerId;
    case 'system': return false;
  }
}

function ownEntity(role: string, actor: Stander, parties: Parties): boolean {
  if (role === 'tenderer') return actor.entityId !== null && actor.entityId === parties.tendererId;
  // a bidder acts for itself on a public lot; on an owned object (a bid) only the owner does
  if (parties.ownerId !== undefined && parties.ownerId !== null) return actor.entityId === parties.ownerId;
  return role === 'bidder' ? actor.entityId !== null && parties.public === true : true;
}

function inScope(actor: Pick<Actor, 'regions' | 'industries'>, parties: Parties): boolean {
  const region = actor.regions.length === 0 || parties.region === undefined || actor.regions.some((r) => parties.region?.startsWith(r));
  const industry = actor.industries.length === 0 || parties.industry === undefined || actor.industries.includes(parties.industry);
  return region && industry;
}
