import { z } from 'zod';
import { category as categoryOf } from '../../../catalogue/index.ts';
import { sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Cmd } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import { loadLot } from './lot.ts';
import { lotParties, type Lot, type Project } from './model.ts';
import { projectCode } from './project-draft.ts';

const input = z.strictObject({ causeAnalysisHash: sha256Hex.describe('the analysis of why the round failed, uploaded before') });
type Input = z.infer<typeof input>;

interface Facts { lot: Rec<Lot>; project: Rec<Project>; file: unknown }

/**
 * 重新招标(采购): the failed lot stays as it ended, with its bids and its gates. A new lot in a project of its own takes over from
 * it and begins where the machine leads: drafted anew in tenders, planned already in procurement. Its documents are sealed anew.
 */
export const doRetender = defineAct<Input, Facts>({
  id: 'do-retender', kind: 'step', subjectKind: 'lot', input,
  async load(read, cmd) {
    const lot = await loadLot(read, cmd.subject);
    const project = await read.get<Project>('project', lot.data.projectId);
    if (!project) throw new Refusal('not-found');
    return { lot, project, file: await read.blob(cmd.input.causeAnalysisHash, cmd.actor.entityId) };
  },
  parties: ({ lot }) => lotParties(lot),
  decide({ lot, project, file }, cmd, work) {
    if (lot.state !== 'failed' || lot.data.nextLotId !== undefined) throw new Refusal('state', { rule: 'state' });
    if (!file) throw new Refusal('blob-missing', { field: 'causeAnalysisHash' });
    const again = newProject(project.data, cmd, work);
    const next = newLot(lot, again, work);
    again.data.lotIds = [next.id];
    lot.data.nextLotId = next.id;
    work.put(lot);
    work.knowGates(lot.id, lot.data.openGates);
    work.step('do-retender', 'not-abnormal', { subject: lot.id, lotId: lot.id, public: { lotId: lot.id, nextLotId: next.id, at: work.now }, docs: { causeAnalysisHash: cmd.input.causeAnalysisHash } });
    // the new lot's own history begins with the end of the one before
    work.move(next.data.machine, next, 'do:retender');
    work.moved('not-abnormal', { subject: next.id, lotId: next.id, public: { event: 'do:retender', lotId: next.id, formerLotId: lot.id, at: work.now } });
    work.result = { lotId: next.id, lotCode: next.data.lotCode, projectId: again.id, projectCode: again.data.projectCode, state: next.state };
  },
});

/** The same project under a new code, to be handed in again. */
function newProject(former: Project, cmd: Cmd<Input>, work: Work): Rec<Project> {
  const { submittedAt: _s, promisedAt: _p, unifiedDealCode: _u, acceptedAt: _a, correctedOnce: _c, decision: _d, ...kept } = former;
  const code = projectCode(categoryOf(former.category).prefix, former.regionCode, { nowMs: cmd.nowMs, chance: cmd.chance });
  return work.create<Project>('project', 'draft', { ...kept, projectCode: code, lotIds: [] }, { ownerId: former.tendererId, key: code });
}

function newLot(former: Rec<Lot>, project: Rec<Project>, work: Work): Rec<Lot> {
  const {
    lotNo, lotName, machine, category, kind, objectType, industryId, regionCode, projectName, fundSource, stateFunded, tendererId, tendererName, agencyId, agencyName,
    estimateFen, budgetFen, ceilingFen, duration, quality, intention, plan, tenderPlanPublishedAt,
  } = former.data;
  const lotCode = `${project.data.projectCode}-${lotNo}`;
  return work.create<Lot>('lot', former.state, {
    projectId: project.id, lotNo, lotCode, lotName, machine, category, kind, objectType, industryId, regionCode, projectName, projectCode: project.data.projectCode, unifiedDealCode: null,
    fundSource, stateFunded, tendererId, tendererName, agencyId, agencyName, estimateFen, budgetFen, ceilingFen, depositFen: null, duration, quality,
    openGates: [], slots: [], notices: [], openDocumentObjections: 0, formerLotId: former.id,
    // the market has known of the purchase for its time already
    ...(intention ? { intention } : {}), ...(plan ? { plan } : {}), ...(tenderPlanPublishedAt ? { tenderPlanPublishedAt } : {}),
  }, { ownerId: tendererId, key: lotCode });
}
