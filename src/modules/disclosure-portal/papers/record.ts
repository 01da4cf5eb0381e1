import type { GateId } from '../../../../catalogue/index.ts';
import type { PaperKind } from '../../../documents/index.ts';

/** An official document (文书) as it was printed. Record kind `document`, lotId, ownerId = who alone may read it, key = lot/kind/version. */
export interface PaperRecord {
  paperKind: PaperKind; title: string; no: string;
  /** of the act it shows */
  at: string;
  /** of the file as it is kept, seal and all */
  sha256: string;
  /** of the file before its seal */
  contentSha256: string;
  size: number; sealed: boolean; madeAt: string;
}

/** What a document shows must be public before the document is: it is made, and its digest logged, from this gate on. */
export const GATE_OF: Partial<Record<PaperKind, GateId>> = {
  'opening-record': 'bid-deadline', 'prequal-result': 'bid-deadline', 'quotation-record': 'award-decided', 'draw-record': 'award-decided', 'score-summary': 'award-decided', 'evaluation-report': 'award-decided', 'candidate-publicity': 'candidate-publicity',
  'award-notice': 'award-decided', 'result-notice': 'award-decided', 'contract-cover': 'award-decided', 'contract-change': 'award-decided', 'performance-record': 'award-decided',
  'acceptance-record': 'award-decided', certificate: 'award-decided',
};

export function paperKey(lotId: string, kind: PaperKind, version: string): string { return `${lotId}/${kind}/${version}`; }

/** Documents of one reader alone, whose number must not be counted either: their leaves wait behind this gate. */
export const OWN_GATE: Partial<Record<PaperKind, GateId>> = { 'bid-receipt': 'bid-deadline', invitation: 'bid-deadline' };
