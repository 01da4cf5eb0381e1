import type { Pool } from 'pg';
import { itemsOf, subItem as subItemOf, type EventId, type SubItemId } from '../../../catalogue/index.ts';
import type { AskedItem, AskedItemsRead } from '../../contracts/workroom.ts';
import { acceptanceKnown, intentionKnown, singleKnown } from '../../modules/gov-procurement/index.ts';
import { abnormalKnown, abnormalSubItem, knownItems, noticeSubItem, planKnown, type Items, type NoticeType } from '../../modules/notice/index.ts';
import type { Lot, Project } from '../../modules/project-intake/index.ts';
import type { Actor } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import { ownLot } from './own-lot.ts';

interface Own { lot: Rec<Lot>; project: Rec<Project>; lots: Rec<Lot>[] }
/** A publication: its sub-item, what the platform puts in, what other fields of the form say, and which acts fill it (none: this one all of it). */
interface Publication { subItem: (own: Own, asked: Asked) => SubItemId; known: (own: Own, asked: Asked) => Items; fields: Readonly<Record<string, string>>; of?: readonly EventId[] }
interface Asked { noticeType: NoticeType }

const said = (...keys: string[]): Items => Object.fromEntries(keys.map((key) => [key, undefined]));

const PUBLICATIONS: Readonly<Record<string, Publication>> = {
  'not-publish': {
    subItem: ({ lot }, { noticeType }) => noticeSubItem(lot.data, noticeType),
    // the ceiling is published with the documents: whoever writes the notice sees it already
    known: ({ lot, project }, { noticeType }) => ({ ...knownItems(lot.data, project.data, { title: '', noticeType, deadline: '' }), ...(lot.data.ceilingFen === null ? {} : { ceilingPrice: Number(lot.data.ceilingFen) }) }),
    fields: { noticeTitle: 'title', bidDeadline: 'bidDeadline', responseDeadline: 'bidDeadline', applicationDeadline: 'prequalDeadline' }, of: ['not-publish', 'gpr-plan'],
  },
  'not-plan-publish': { subItem: () => 'eng-plan', known: ({ project, lots }) => planKnown(project.data, lots.map(({ data }) => data)), fields: { plannedNoticeTime: 'plannedNoticeMonth' } },
  'not-abnormal': { subItem: ({ lot }) => abnormalSubItem(lot.data), known: ({ lot, project }) => abnormalKnown(lot.data, project.data, said('abnormalType', 'reason')), fields: { abnormalType: 'abnormalType', reason: 'reason', publishedAt: '' } },
  'gpr-intention': { subItem: () => 'gp-intention', known: ({ project, lots }) => intentionKnown(project.data, lots), fields: { plannedTime: 'plannedMonth', smeReserved: 'smeReserved', publishedAt: '' } },
  'gpr-single': { subItem: () => 'gp-single-source', known: ({ lot }) => singleKnown(lot.data), fields: { supplierName: 'supplierName', publicityEnd: 'publicityEnd' } },
  'gpr-accept': { subItem: () => 'gp-acceptance', known: ({ lot }) => acceptanceKnown(lot.data), fields: { acceptanceResult: 'acceptanceResult', acceptanceDate: '' } },
};

/** GET /lots/{id}/asked-items/{act}: so that a form asks by name for what is missing, and shows the publication before it is signed. */
export async function askedItemsRead(db: Pool, { actor }: { actor: Actor | null }, params: { id: string; act: string; noticeType: string | undefined }): Promise<AskedItemsRead> {
  const publication = PUBLICATIONS[params.act];
  if (!publication) throw new Refusal('not-found');
  const own = await ownLot(db, actor, params.id);
  const asked: Asked = { noticeType: params.noticeType === 'prequalification' ? 'prequalification' : 'tender' };
  const id = publication.subItem(own, asked);
  const known = publication.known(own, asked);
  const { of } = publication;
  return {
    subItem: id, zh: subItemOf(id).zh, en: subItemOf(id).en,
    items: itemsOf(id).map(({ key, zh, en, type, required, sourceEvent }) => {
      const value = known[key];
      const field = publication.fields[key];
      const there = field === undefined && value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
      return { key, zh, en, type: type as AskedItem['type'], required, later: of !== undefined && !of.includes(sourceEvent), ...(field === undefined ? {} : { field }), ...(there ? { known: value } : {}) };
    }),
  };
}
