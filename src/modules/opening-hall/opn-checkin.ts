import { z } from 'zod';
import { defineAct } from '../../platform/act.ts';
import { refuseByRule, Refusal } from '../../platform/refusal.ts';
import type { Rec } from '../../platform/records.ts';
import { admissionOf, type Admission } from '../project-intake/index.ts';
import { begin, bidderParties, loadOpening, openingReads, type OpeningFacts } from './facts.ts';
import type { Checkin } from './model.ts';

const input = z.strictObject({ deviceId: z.string().min(1).max(200).nullable().default(null).describe('what the browser can tell of the device') });

interface Facts extends OpeningFacts { own: Rec<Checkin>[]; admission: Admission }

/**
 * 开标签到. Before the deadline, sealed until then: the number is random, so that it does not count the bidders. The session is
 * not written, so that bidders do not wait for one another.
 */
export const opnCheckin = defineAct<z.infer<typeof input>, Facts>({
  id: 'opn-checkin', kind: 'act', subjectKind: 'lot', input, lock: 'shared', reads: openingReads,
  async load(read, cmd, prefetched) {
    const facts = await loadOpening(read, cmd, prefetched);
    if ([facts.lot.data.tendererId, facts.lot.data.agencyId].includes(cmd.actor.entityId)) throw new Refusal('forbidden');
    const own = await read.list<Checkin>({ kind: 'checkin', key: keyOf(facts.opening.id, cmd.actor.entityId) });
    return { ...facts, own, admission: await admissionOf(read, facts.lot, cmd.actor.entityId) };
  },
  parties: bidderParties,
  decide({ lot, opening, own, admission }, cmd, work) {
    if (!admission.invited) throw new Refusal('not-invited');
    if (lot.data.bidDeadline !== undefined && work.now >= lot.data.bidDeadline) throw refuseByRule('r-before-deadline');
    if (opening.state !== 'live' || lot.state !== 'noticed') {
      throw new Refusal('state', { rule: 'state', zh: '直播尚未开启或标段已暂停，不能签到', en: 'The live session is not open: no sign-in yet' });
    }
    if (own.length > 0) throw new Refusal('state', { rule: 'state', zh: '已签到，无需重复', en: 'Signed in already' });
    const bidderId = cmd.actor.entityId ?? '';
    const checkinSeq = 100_000 + (Number.parseInt(work.uuid().slice(0, 8), 16) % 900_000);
    work.move('opening-session', opening, 'opn-checkin');
    work.records.delete(`opening/${opening.id}`);
    work.create<Checkin>('checkin', 'done', { openingId: opening.id, bidderId, checkinSeq, at: work.now }, { lotId: lot.id, ownerId: bidderId, key: keyOf(opening.id, bidderId) });
    work.act('opn-checkin', {
      ...begin(work, lot),
      public: { openingId: opening.id, checkinSeq, checkedInAt: work.now },
      salted: { bidderId, deviceId: cmd.input.deviceId },
      facts: { signerValid: cmd.actor.certificateValid },
    });
    work.result = { checkinSeq, checkedInAt: work.now };
  },
});

function keyOf(openingId: string, bidderId: string | null): string { return `checkin/${openingId}/${bidderId ?? ''}`; }
