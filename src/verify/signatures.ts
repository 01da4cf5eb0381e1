import { functionPoint, isFunctionPointId, isStepId, step } from '../../catalogue/index.ts';
import { canonicalJson, portableSha256, toHex, utf8 } from '../ledger/core/index.ts';
import { ORGANISATION_ROLES, SIGNED_ACTS } from '../law/evidence.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { moveOf, type Trade } from './trade.ts';

/**
 * The signatures themselves were checked with the leaves. Here: whoever acted as an organisation did sign, and signed this act on
 * this subject. What natural persons signed can be checked by whoever holds their certificates, who are few.
 */
export function checkSignatures(trade: Trade): { signed: number; unseen: number } {
  let [signed, unseen] = [0, 0];
  for (const act of trade.acts) {
    if (act.actorKey === 'platform') continue;
    if (act.signed !== null) {
      signed += 1;
      checkRequest(act);
      continue;
    }
    const due = act.kind !== 'refusal' && ORGANISATION_ROLES.includes(act.actorRole) && SIGNED_ACTS.has(nameOf(act));
    must(!due, 'signatures', `#${act.index} ${nameOf(act)} 缺少 ${act.actorRole} 的签名`, `#${act.index}: ${nameOf(act)} by ${act.actorRole} comes without its signature`);
    unseen += 1;
  }
  return { signed, unseen };
}

/** Refused attempts leave a leaf too. They prove nothing against anybody; hiding them is what they are there to prevent. */
export function refusalsOf(trade: Trade): { at: string; fp: string; rule: string }[] {
  return trade.acts.filter(({ kind }) => kind === 'refusal').map((act) => ({ at: act.at, fp: act.fp, rule: isBlind(act) ? '—' : read('refusals', act).text('rule') }));
}

/** Restricted points enter the log blind, and so does what was refused of them. */
function isBlind({ fp }: Act): boolean { return isFunctionPointId(fp) && functionPoint(fp).publicFrom === 'restricted'; }

function checkRequest(act: Act): void {
  const { signed } = act;
  if (signed === null || act.kind === 'refusal') return;
  must(signed.act === nameOf(act) && signed.subject === act.subject, 'signatures', `#${act.index} 的签名属于 ${signed.act}`, `#${act.index}: what was signed is ${signed.act} on ${signed.subject}`);
  if (act.fp !== 'bid-submit') return;
  // the one request that the leaf tells in full: what the bidder signed is this bid and no other
  const bidId = moveOf(act, 'bid')?.subject ?? '';
  const replacesBidSeq = act.public['replacesBidSeq'] ?? null;
  const meant = [{ bidId, replacesBidSeq }, ...(replacesBidSeq === null ? [{ bidId }] : [])].map((input) => toHex(portableSha256(utf8(canonicalJson(input)))));
  must(meant.includes(signed.inputDigest), 'signatures', `#${act.index} 签名的投标与存证不符`, `#${act.index}: the bidder signed for another bid`);
}

/** The act as the route names it: steps by their own id, governance without its prefix. */
function nameOf(act: Act): string {
  if (act.step !== null) return isStepId(act.step) ? step(act.step).id : act.step;
  return act.kind === 'gov' ? act.fp.replace(/^gov-/, '') : act.fp;
}
