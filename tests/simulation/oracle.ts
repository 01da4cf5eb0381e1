import { machineRows, isMachineId } from '../../catalogue/law.ts';
import { permissionsOf, type Permission } from '../../src/app/permissions.ts';
import { lotIsPublic } from '../../src/modules/project-intake/index.ts';
import type { AnySpec } from '../../src/platform/act.ts';
import type { Player } from './players.ts';
import type { LotView } from './view.ts';

/** Apart from the platform's own code: may this person do this here at all? `null` where the act judges by more than the grants tell. */
export function granted(spec: AnySpec, who: Player | null, view: LotView): boolean | null {
  if (spec.open === true) return null;
  if (who === null) return false;
  if (!isNamed(spec)) return null;
  const answers = permissionsOf(spec).filter(({ role }) => who.roles.includes(role)).map((one) => stands(one, who, view));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** A declaration that the table of permissions does not name is for the matrix to complain of. */
function isNamed(spec: AnySpec): boolean {
  try {
    return permissionsOf(spec).length > 0;
  } catch {
    return false;
  }
}

function stands({ role, relation }: Permission, who: Player, { lot, session }: LotView): boolean | null {
  switch (relation) {
    case 'any': return true;
    case 'assigned-post': return who.industries.length === 0 || who.industries.includes(lot.data.industryId);
    case 'acts-for': return who.entityId !== null && who.entityId === lot.data.agencyId;
    case 'committee-member': return session?.data.members.some(({ accountId, out }) => accountId === who.accountId && out === undefined) === true;
    case 'own-entity': return role === 'tenderer' ? who.entityId === lot.data.tendererId : role === 'bidder' ? lotIsPublic(lot) : null;
    case 'self': case 'system': return null;
  }
}

/** The machine whose state alone can forbid an act, and the thing of the lot that is in it. */
const SESSIONS: readonly { machine: string; test: RegExp; of: (view: LotView) => { state: string } | null }[] = [
  { machine: 'opening-session', test: /^(liv-start|opn-(start|checkin|list|announce|coefficient|confirm)|do-(too-few|adjourn|reconvene|extend))$/, of: ({ opening }) => opening },
  { machine: 'evaluation-session', test: /^(evl-(checkin|avoid|chair|score|report)|do-(pause|resume|order-correction))$/, of: ({ session }) => session },
  { machine: 'expert-draw', test: /^do-(designate|cancel)$/, of: ({ draw }) => draw },
];

/** True where no row of the catalogue leads on from where the lot or its session stands: whoever asks, the answer is no. */
export function mustRefuse(act: string, view: LotView): boolean {
  const event = act.replace(/^do-/, 'do:');
  const { lot } = view;
  if (hears(lot.data.machine, event) && !leads(lot.data.machine, event, lot.state)) return true;
  const session = SESSIONS.find(({ test }) => test.test(act));
  if (!session) return false;
  const thing = session.of(view);
  return thing === null || !leads(session.machine, event, thing.state);
}

const hears = (machine: string, event: string): boolean => machineRows.some((row) => row.machine === machine && row.event === event);
function leads(machine: string, event: string, state: string): boolean {
  if (!isMachineId(machine)) throw new Error(`no machine ${machine}`);
  return machineRows.some((row) => row.machine === machine && row.event === event && (row.from === state || row.from === '*'));
}
