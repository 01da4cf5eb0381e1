import type { LotRead } from '../src/contracts/reads.ts';
import { openSession } from './bidder/session.ts';
import { EXIT, exitHelp, readArgs, sessionHelp, sessionOptions, UsageError, verb } from './bidder/tool.ts';
import { t } from './bidder/words.ts';

export const help = t(`qinglan withdraw: 撤回(截止前)或撤销(截止后)本单位的投标

  qinglan withdraw --url URL --keys PLACE --lot LOT --yes [--bid NUMBER] [--revoke] [--json]

  --bid     本单位投标编号；不给时为唯一有效的那份
  --revoke  截止后撤销：招标人可以不退还投标保证金(实施条例 第35条)
  --yes     确认；撤回后须重新递交才再次参加
${sessionHelp()}

${exitHelp()}
`, `qinglan withdraw: withdraw the company's bid before the deadline, or revoke it after

  qinglan withdraw --url URL --keys PLACE --lot LOT --yes [--bid NUMBER] [--revoke] [--json]

  --bid     number of the own bid; without it the only live one
  --revoke  after the deadline: the tenderer may keep the deposit
  --yes     said on purpose: to take part again a bid has to be handed in anew
${sessionHelp()}

${exitHelp()}
`);

/** `qinglan withdraw`. */
export async function run(args: readonly string[]): Promise<number> {
  return verb('withdraw', async () => {
    const { values } = readArgs(args, { ...sessionOptions, lot: { type: 'string' }, bid: { type: 'string' }, revoke: { type: 'boolean' }, yes: { type: 'boolean' } });
    if (!values.lot) throw new UsageError(t('须给出 --lot', '--lot is needed'));
    if (!values.yes) throw new UsageError(t('撤回不可恢复，请加 --yes 确认', 'This cannot be undone: say --yes'));
    const { client } = await openSession(values);
    const [lot, { items }] = await Promise.all([
      client.get<LotRead>(`/api/v1/lots/${values.lot}`), client.get<{ items: { bidId: string; bidSeq: number; state: string }[] }>(`/api/v1/lots/${values.lot}/bids/mine`),
    ]);
    const ended = ['drafting', 'sealed', 'replaced', 'withdrawn', 'revoked', 'returned', 'rejected', 'lost', 'disqualified', 'contracted'];
    const bid = items.find(({ bidSeq, state }) => (values.bid === undefined ? !ended.includes(state) : String(bidSeq) === values.bid));
    if (!bid) throw new Error(t('本单位在该标段没有可撤回的投标', 'This company has no bid to withdraw in this lot'));
    const acted = await client.act<{ state: string }>('bid-withdraw', lot.lotId, { bidId: bid.bidId, action: values.revoke ? 'revoke' : 'withdraw' });
    process.stdout.write(values.json ? `${JSON.stringify({ lotId: lot.lotId, bidSeq: bid.bidSeq, state: acted.result.state, receipt: acted.receipt })}\n`
      : t(`投标 ${bid.bidSeq} 现为 ${acted.result.state}，凭证 ${acted.receipt?.leafId ?? ''}\n`, `bid ${bid.bidSeq} is now ${acted.result.state}, leaf ${acted.receipt?.leafId ?? ''}\n`));
    return EXIT.done;
  });
}
