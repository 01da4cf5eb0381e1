import type { AnySpec } from '../../platform/act.ts';
import { doRetender } from './do-retender.ts';
import { intAccept } from './int-accept.ts';
import { ARCHIVE_ITEMS, intArchive, missingItems, requiredItems, type ArchiveDesk } from './int-archive.ts';
import { intPromise } from './int-promise.ts';
import { intSchedule } from './int-schedule.ts';
import { intSubmit } from './int-submit.ts';
import { projectAmend, projectDraft } from './project-draft.ts';

export const specs = (archive: ArchiveDesk): AnySpec[] => [projectDraft, projectAmend, intSubmit, intPromise, intAccept, intSchedule, intArchive(archive), doRetender];

export { ARCHIVE_ITEMS, missingItems, requiredItems };
export type { ArchiveDesk, ArchiveFault } from './int-archive.ts';
export { admissionOf, documentsArePublic, inPrequalification, type Admission, type Application, type Invitation, type Prequalification, type PrequalTerms } from './admission.ts';
export { intSubmit } from './int-submit.ts';
export { documentHash, fen, inTurn, loadLot, loadProject, moveShared, projectParties, sealedHash, totalFen, type ProjectFacts } from './lot.ts';
export { readsPaper } from './paper-readers.ts';
export { lotIsPublic, lotParam, lotParties, openLotGate, stoppedBy } from './model.ts';
export { countPostponement, deadlineFacts, moveRunningDeadline, resumeLot, stopDeadlines, stopLot, armPrequal, type MovedPeriods, type SessionPeriods } from './periods.ts';
export { isTaken, loadBooking, openingSlotAfter, rebookOpening, roomDayId, roomId, type Booking, type RoomDay, type Slot } from './rooms.ts';
export { loadRunning, resumeRunning, tellMoved, type MovedBeside, type Running } from './running.ts';
export { loadRemedies, type OrderView, type Remedies } from './remedies.ts';
export type { Clarification, Criterion, Custodian, DocumentRef, EvaluationConfig, Lot, Project } from './model.ts';
export { finalRound, leastSuppliers, openRound, type Framework, type FrameworkOrder, type OrderMode, type QuotationRound, type SingleSource } from './procurement.ts';
