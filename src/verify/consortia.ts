import { lastApplications, opened, openedText } from './admission.ts';
import { bidOf } from './bidding.ts';
import type { Opening } from './opening.ts';
import { read, type Act } from './read.ts';
import { must } from './refusal.ts';
import { actsOf, type Trade } from './trade.ts';

/** What was filed last of each bid. */
interface Filed { readonly act: Act; readonly name: string; readonly memberIds: readonly string[] }

/**
 * A consortium is listed and read out by the name it filed, its lead is the bidder, and of the bids that were opened nobody stands in
 * two (实施条例 第37条). Who was prequalified together bids together.
 */
export function checkConsortia(trade: Trade, { listed, announced }: Opening): number {
  const filed = filedOf(trade);
  const names = actsOf(trade, 'opn-list').flatMap((act) => read('admission', act).texts('bidderNames'));
  const seen = new Set<string>();
  const applications = lastApplications(trade);
  listed.forEach((bid, place) => {
    const bidderId = openedText(bid.encrypted, 'bidderId');
    const own = filed.get(bid.bidId);
    const memberIds = own?.memberIds ?? [bidderId];
    if (own !== undefined) {
      must(memberIds[0] === bidderId, 'admission', `投标 ${bid.bidSeq} 的联合体牵头人不是投标人`, `bid ${bid.bidSeq}: the lead of its consortium is not its bidder`);
      const said = [names[place], announced.get(bid.bidId)?.name].filter((name) => name !== undefined);
      must(said.every((name) => name === own.name), 'admission', `投标 ${bid.bidSeq} 未以联合体名义公布`, `bid ${bid.bidSeq} does not go by the name of its consortium`);
    }
    for (const id of memberIds) {
      must(!seen.has(id), 'admission', `投标 ${bid.bidSeq} 的成员另有投标`, `bid ${bid.bidSeq}: one of its members stands in another bid`);
      seen.add(id);
    }
    if (applications.size > 0) checkPrequalifiedTogether(bid.bidSeq, memberIds, applications.get(bidderId));
  });
  return filed.size;
}

function filedOf(trade: Trade): ReadonlyMap<string, Filed> {
  const filed = new Map<string, Filed>();
  for (const act of actsOf(trade, 'bid-consortium')) {
    const memberIds = opened(act, 'memberIds').map(String);
    must(memberIds.length === read('admission', act).count('memberCount') && new Set(memberIds).size === memberIds.length, 'admission', `#${act.index} 联合体成员数不符`, `#${act.index}: as many members as it says: not so`);
    filed.set(bidOf(trade, act).bidId, { act, memberIds, name: openedText(act, 'consortiumName') });
  }
  return filed;
}

function checkPrequalifiedTogether(bidSeq: number, memberIds: readonly string[], application: Act | undefined): void {
  const before = application?.opened.has('memberIds') ? opened(application, 'memberIds').map(String) : memberIds.slice(0, 1);
  must(before.length === memberIds.length && before.every((id) => memberIds.includes(id)), 'admission', `投标 ${bidSeq} 的联合体成员与资格预审不符`, `bid ${bidSeq}: its members are not those who were prequalified`);
}
