import type { Ledger } from '../../ledger/index.ts';
import type { BlobStore } from '../../platform/blobs.ts';
import type { Pool } from '../../platform/db.ts';
import type { LedgerWriter } from '../../platform/ledger-writer.ts';
import type { SmsClient } from '../../platform/sms.ts';
import type { VoiceClient } from '../../platform/voice.ts';
import type { Flow } from '../../platform/system.ts';
import { notifyFlow } from '../desk/notifications.ts';
import { chanceFlows } from './chance.ts';
import { disclosureFlows, disclosureStateFlow } from './disclosure.ts';
import { documentFlows, type DocumentDeps } from './documents.ts';
import { evaluationFlows } from './evaluation.ts';
import { drawFlows, expertFlow, smsFlow, voiceFlow } from './expert-draw.ts';
import { openingFlows } from './opening.ts';
import { searchFlow } from './search.ts';
import { supervisionFlows } from './supervision.ts';

export interface FlowDeps { pool: Pool; ledger: Ledger; writer: LedgerWriter; blobs: BlobStore; sms: SmsClient | null; voice: VoiceClient | null; documents: DocumentDeps }

/** What needs two modules' opinions: each flow listens to one topic of the outbox. */
export function flowsOf({ pool, ledger, writer, blobs, sms, voice, documents }: FlowDeps): Flow[] {
  return [...chanceFlows({ pool, ledger, writer }), ...openingFlows({ pool, blobs }), ...drawFlows, ...evaluationFlows, smsFlow(sms), voiceFlow(voice), expertFlow(pool), ...supervisionFlows(pool), ...disclosureFlows, searchFlow(pool), disclosureStateFlow(pool), notifyFlow(pool), ...documentFlows(documents)];
}
