// 合同履行: what was agreed, what has changed, what was paid for which milestone.
import type { WorkroomRead } from '../../../src/contracts/workroom.ts';
import { formsTexts } from '../../texts/forms.ts';
import { useBundle, useTexts } from '../../texts/index.tsx';
import { When } from '../../ui/pieces.tsx';

/** 政府采购法 第49条: what is bought beside the contract comes to a tenth of it at most. */
const mostAdded = 0.1;

export function ContractCard({ room }: { room: WorkroomRead }) {
  const t = useBundle(formsTexts).contract;
  const { t: words } = useTexts();
  const { contract } = room;
  if (!contract) return null;
  const price = Number(contract.priceFen);
  const exact = (fen: string): string => (fen.startsWith('-') ? `−${words.unit.exact(-Number(fen))}` : words.unit.exact(Number(fen)));
  const share = (fen: string): string => t.share(percent(price === 0 ? 0 : Math.abs(Number(fen)) / price));
  return (
    <section className="sheet" aria-labelledby="contract"><h2 id="contract">{t.title}</h2>
      <dl className="facts">
        <dt>{t.code}</dt><dd>{contract.contractCode}</dd><dt>{t.price}</dt><dd>{exact(contract.priceFen)}</dd><dt>{t.signed}</dt><dd><When at={contract.signedAt} seconds={false} /></dd>
        <dt>{t.paid}</dt><dd>{exact(contract.paidFen)} <span className="muted small">{share(contract.paidFen)}</span></dd>
        {contract.changesFen === '0' ? null : <><dt>{t.changes}</dt><dd>{exact(contract.changesFen)} <span className="muted small">{share(contract.changesFen)}{room.category === 'gov-procurement' ? ` · ${t.limit(percent(mostAdded))}` : ''}</span></dd></>}
      </dl>
      {contract.milestones.length === 0 ? <p className="muted small">{t.none}</p> : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t.title}><table className="plain-table wide">
          <thead><tr><th scope="col">{t.node}</th><th scope="col">{t.at}</th><th scope="col" className="num">{t.progress}</th><th scope="col" className="num">{t.amount}</th></tr></thead>
          <tbody>{contract.milestones.map((one) => <tr key={one.at}><th scope="row">{one.milestone}</th><td><When at={one.at} seconds={false} /></td><td className="num">{one.progressPercent === undefined ? '' : `${one.progressPercent}%`}</td><td className="num">{exact(one.amountFen)}</td></tr>)}</tbody>
        </table></div>
      )}
    </section>
  );
}

function percent(share: number): string { return `${Number((share * 100).toFixed(2))}%`; }
