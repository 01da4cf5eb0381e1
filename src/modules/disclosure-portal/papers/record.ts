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
  /** the gate before which only the tenderer and its agency read it */
  until?: GateId;
}

/** What a document shows must be public before the document is: its digest is logged from this gate on, and it is made then too unless it is handed over before. */
export const GATE_OF: Partial<Record<PaperKind, GateId>> = {
  'opening-record': 'bid-deadline', 'prequal-result': 'bid-deadline', 'quotation-record': 'award-decided', 'draw-record': 'award-decided', 'score-summary': 'award-decided', 'evaluation-report': 'award-decided', 'candidate-publicity': 'candidate-publicity',
  'award-notice': 'award-decided', 'result-notice': 'award-decided', 'contract-cover': 'award-decided', 'contract-change': 'award-decided', 'performance-record': 'award-decided',
  'acceptance-record': 'award-decided', certificate: 'award-decided',
};

/** Handed to the tenderer and its agency as soon as the committee has signed (招标投标法 第40条), and nobody else's before the gate. */
export const HANDED: ReadonlySet<PaperKind> = new Set<PaperKind>(['score-summary', 'evaluation-report']);

export function paperKey(lotId: string, kind: PaperKind, version: string): string { return `${lotId}/${kind}/${version}`; }

/** Documents of one reader alone, whose number must not be counted either: their leaves wait behind this gate. */
export const OWN_GATE: Partial<Record<PaperKind, GateId>> = { 'bid-receipt': 'bid-deadline', invitation: 'bid-deadline' };
