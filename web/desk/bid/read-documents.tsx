import type { LotRead } from '../../../src/contracts/reads.ts';
import { LotDocuments } from '../../lot/lot-documents.tsx';
import { LotMethod } from '../../lot/lot-evaluation.tsx';
import { bidderTexts } from '../../texts/bidder.ts';
import { useBundle } from '../../texts/index.tsx';
import '../../lot/lot.css';

/** What was signed for, to be read where the bid is made: the files, and what was sealed beside them. */
export function ReadDocuments({ lot }: { lot: LotRead }) {
  return <div className="bid-documents"><LotDocuments lot={lot} title={useBundle(bidderTexts).read.title} /><LotMethod lot={lot} /></div>;
}
