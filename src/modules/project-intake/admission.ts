import type { Reader, Rec } from '../../platform/records.ts';
import type { DocumentRef, Lot } from './model.ts';

/** Who may take part in a trade: everybody, those invited (邀请招标), or those who passed prequalification and were invited then. */

/** What the sealed document says of prequalification (资格预审). Its files go out first, the tender document later. */
export interface PrequalTerms {
  files: DocumentRef[];
  /** 合格制: all who meet the requirements pass. 有限数量制: the best of them, no more than `limit` */
  method: 'qualified-all' | 'limited';
  limit: number | null;
}

/** The prequalification of a lot, from its notice on. Who applied and who passed stands in the records `application`. */
export interface Prequalification {
  deadline: string;
  issued?: { saleStart: string; saleEnd: string; at: string };
  /** the applications are in: from now on they are read */
  closedAt?: string;
  decidedAt?: string;
}

/** An invitation (投标邀请). Record kind `invitation`, lotId, ownerId = invited entity; known to nobody else before the deadline. */
export interface Invitation { invitationFile: string; sentAt: string }

/** An application for prequalification. Record kind `application`, lotId, ownerId = applicant; states applied, replaced, passed, failed. */
export interface Application {
  applicationSeq: number; applicantId: string; applicantName: string; file: DocumentRef; submittedAt: string;
  /** a consortium's: its members, the applicant leads */
  members?: string[];
  result?: { score: string | null; reason: string | null; at: string };
}

/** How an entity stands to a lot that is not open to all. */
export interface Admission { invited: boolean; passed: boolean; members: readonly string[] | null }

const OPEN: Admission = { invited: true, passed: true, members: null };

/** Open lots, the many, cost no further read. */
export async function admissionOf(read: Reader, lot: Rec<Lot>, entityId: string | null): Promise<Admission> {
  if (lot.data.invited !== true) return OPEN;
  if (entityId === null) return { invited: false, passed: false, members: null };
  const invited = (await read.list<Invitation>({ kind: 'invitation', lotId: lot.id, ownerId: entityId })).length > 0;
  if (lot.data.prequal === undefined) return { ...OPEN, invited };
  const passed = (await read.list<Application>({ kind: 'application', lotId: lot.id, ownerId: entityId })).find(({ state }) => state === 'passed');
  return { invited, passed: passed !== undefined, members: passed?.data.members ?? null };
}

/** Files of a lot that is not open to all are for those in it until its deadline. */
export function documentsArePublic({ invited, openGates }: Pick<Lot, 'invited' | 'openGates'>): boolean {
  return invited !== true || openGates.includes('bid-deadline');
}

/** While the prequalification runs it has the deadline, the questions and the clarifications of the lot. */
export function inPrequalification(lot: Pick<Rec<Lot>, 'state'>): boolean {
  return lot.state === 'prequal-noticed';
}
