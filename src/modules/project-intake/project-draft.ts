import { z } from 'zod';
import { category as categoryOf, industries, industryIds, kindOf } from '../../../catalogue/index.ts';
import { dateText, dayOf } from '../../kernel/calendar.ts';
import { initialState } from '../../kernel/machine.ts';
import { fen as fenNumber, sha256Hex } from '../../contracts/reads.ts';
import { defineAct, type Actor, type Chance } from '../../platform/act.ts';
import type { Rec } from '../../platform/records.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Work } from '../../platform/work.ts';
import type { Entity } from '../entity-ca/index.ts';
import { loadProject, totalFen, type ProjectFacts } from './lot.ts';
import type { Lot, Project } from './model.ts';

/** Categories and kinds whose acts are built; the catalogue holds all eleven. */
const CATEGORIES = ['engineering', 'gov-procurement'] as const;
const KINDS = ['open-tender', 'invited-tender', 'competitive-negotiation', 'competitive-consultation', 'inquiry', 'single-source', 'framework-agreement'] as const;

const money = fenNumber.min(0).max(Number.MAX_SAFE_INTEGER);
const lotInput = z.strictObject({
  lotNo: z.string().regex(/^[0-9A-Za-z-]{1,10}$/),
  lotName: z.string().trim().min(1).max(100),
  estimateFen: money.optional(), budgetFen: money.optional(), ceilingFen: money.optional(),
  duration: z.string().max(100).default(''),
  quality: z.string().max(200).default(''),
});
const fields = {
  projectName: z.string().trim().max(200),
  objectType: z.enum(['works', 'goods', 'services', 'survey', 'design']),
  industryId: z.enum(industryIds),
  regionCode: z.string().regex(/^\d{6}$/),
  fundSource: z.string().max(200),
  stateFunded: z.boolean(),
  overview: z.string().max(4000),
  contact: z.string().max(200),
  lots: z.array(lotInput).min(1).max(50),
};
const draft = z.strictObject({
  ...fields,
  category: z.enum(CATEGORIES), kind: z.enum(KINDS),
  tendererId: z.uuid().optional().describe('only where the agency drafts'),
  agencyId: z.uuid().optional().describe('only where the tenderer names an agency'),
  agencyAgreement: sha256Hex.optional().describe('sha256 of the signed agreement, uploaded before'),
});
type Draft = z.infer<typeof draft>;

interface Facts { tenderer: Rec<Entity> | null; agency: Rec<Entity> | null; agreement: unknown; taken: boolean }

/** Workspace: a new project with its lots, in `draft`. Nothing of it enters the ledger before it is handed in. */
export const projectDraft = defineAct<Draft, Facts>({
  id: 'project-draft', kind: 'gov', subjectKind: null, input: draft,
  async load(read, cmd) {
    const { tendererId, agencyId } = sides(cmd.actor, cmd.input);
    const active = async (id: string | undefined) => {
      const entity = id === undefined ? null : await read.get<Entity>('entity', id);
      return entity?.state === 'active' ? entity : null;
    };
    const { agencyAgreement } = cmd.input;
    return {
      tenderer: await active(tendererId), agency: await active(agencyId), taken: (await read.get('project', cmd.subject)) !== null,
      agreement: agencyAgreement === undefined ? null : await read.blob(agencyAgreement, cmd.actor.entityId),
    };
  },
  parties: () => ({}),
  decide({ tenderer, agency, agreement, taken }, cmd, work) {
    const { input } = cmd;
    if (!tenderer) throw new Refusal('not-found', { field: 'tendererId' });
    const { agencyId } = sides(cmd.actor, input);
    if (agencyId !== undefined && !agency?.data.roles.includes('agency')) throw new Refusal('not-found', { field: 'agencyId' });
    if (agency && !agreement) throw new Refusal(input.agencyAgreement ? 'blob-missing' : 'agency-agreement', { field: 'agencyAgreement' });
    if (taken) throw new Refusal('version-conflict', { field: 'subject' });
    const project = newProject(input, { id: cmd.subject, tenderer, agency, nowMs: cmd.nowMs, chance: cmd.chance });
    const lots = addLots(work, project, input.lots);
    project.data.estimateFen = totalFen(lots, (lot) => lot.estimateFen);
    work.put(project);
    work.result = { projectId: project.id, projectCode: project.data.projectCode, lots: lots.map(({ id, data }) => ({ lotId: id, lotNo: data.lotNo, lotCode: data.lotCode })) };
  },
});

const amendment = z.strictObject({ ...fields });

/** Workspace: rewrites a draft that is not handed in, or was sent back for correction. Lots keep their ids by lotNo. */
export const projectAmend = defineAct<z.infer<typeof amendment>, ProjectFacts>({
  id: 'project-amend', kind: 'gov', subjectKind: 'project', input: amendment,
  async load(read, cmd) {
    const facts = await loadProject(read, cmd.subject);
    const { tendererId, agencyId } = facts.project.data;
    if (cmd.actor.entityId === null || ![tendererId, agencyId].includes(cmd.actor.entityId)) throw new Refusal('not-found');
    return facts;
  },
  parties: () => ({}),
  decide({ project, lots }, cmd, work) {
    if (lots.some((lot) => !['draft', 'intended', 'planned'].includes(lot.state))) throw new Refusal('state');
    requireIndustry(cmd.input.industryId, project.data.category);
    const { lots: wanted, ...rest } = cmd.input;
    const known = new Set(lots.map((lot) => lot.data.lotNo));
    if (wanted.length !== lots.length || wanted.some((lot) => !known.has(lot.lotNo))) throw new Refusal('invalid-input', { field: 'lots' });
    Object.assign(project.data, rest);
    for (const lot of lots) {
      const { projectName, objectType, industryId, regionCode, fundSource, stateFunded } = rest;
      const own = wanted.find(({ lotNo }) => lotNo === lot.data.lotNo);
      if (own) Object.assign(lot.data, { projectName, objectType, industryId, regionCode, fundSource, stateFunded, ...lotFields(own) });
      work.put(lot);
    }
    project.data.estimateFen = totalFen(lots, (lot) => lot.estimateFen);
    work.put(project);
    work.result = { projectId: project.id };
  },
});

/** A tenderer drafts for itself and may name an agency; an agency drafts for the tenderer it names. */
function sides(actor: Actor, input: Draft): { tendererId: string | undefined; agencyId: string | undefined } {
  const own = actor.entityId ?? undefined;
  if (own !== undefined && input.tendererId === undefined && actor.roles.includes('tenderer')) return { tendererId: own, agencyId: input.agencyId };
  if (own !== undefined && input.tendererId !== undefined && actor.roles.includes('agency')) return { tendererId: input.tendererId, agencyId: own };
  throw new Refusal('forbidden');
}

function newProject(input: Draft, at: { id: string; tenderer: Rec<Entity>; agency: Rec<Entity> | null; nowMs: number; chance: Chance }): Rec<Project> {
  const { projectName, category, kind, objectType, industryId, regionCode, fundSource, stateFunded, overview, contact, agencyAgreement } = input;
  requireIndustry(industryId, category);
  const data: Project = {
    projectName, projectCode: projectCode(categoryOf(category).prefix, regionCode, at), category, kind, objectType, industryId, regionCode, fundSource, stateFunded, overview, contact,
    tendererId: at.tenderer.id, tendererName: at.tenderer.data.name, agencyId: at.agency?.id ?? null, agencyName: at.agency?.data.name ?? null,
    estimateFen: null, lotIds: [], ...(agencyAgreement ? { agencyAgreement } : {}),
  };
  return { kind: 'project', id: at.id, state: 'draft', lotId: null, ownerId: at.tenderer.id, key: data.projectCode, version: 0, data };
}

function addLots(work: Work, project: Rec<Project>, wanted: Draft['lots']): Rec<Lot>[] {
  if (new Set(wanted.map((lot) => lot.lotNo)).size !== wanted.length) throw new Refusal('invalid-input', { field: 'lots' });
  const { category, kind, objectType, industryId, regionCode, projectName, projectCode, fundSource, stateFunded, tendererId, tendererName, agencyId, agencyName } = project.data;
  const machine = kindOf(category, kind)?.machine;
  if (!machine) throw new Refusal('invalid-input', { field: 'kind' });
  return wanted.map((own) => {
    const lotCode = `${projectCode}-${own.lotNo}`;
    const lot = work.create<Lot>('lot', initialState(machine), {
      projectId: project.id, lotNo: own.lotNo, lotCode, machine, category, kind, objectType, industryId, regionCode, projectName, projectCode,
      unifiedDealCode: null, fundSource, stateFunded, tendererId, tendererName, agencyId, agencyName, depositFen: null, ...lotFields(own),
      openGates: [], slots: [], notices: [], openDocumentObjections: 0,
    }, { ownerId: tendererId, key: lotCode });
    project.data.lotIds.push(lot.id);
    return lot;
  });
}

function lotFields({ lotName, estimateFen, budgetFen, ceilingFen, duration, quality }: Draft['lots'][number]) {
  return { lotName, estimateFen: text(estimateFen), budgetFen: text(budgetFen), ceilingFen: text(ceilingFen), duration, quality };
}

function requireIndustry(industryId: Draft['industryId'], category: string): void {
  if (industries.find((row) => row.id === industryId)?.category !== category) throw new Refusal('invalid-input', { field: 'industryId' });
}

/** Category, region, day and eight signs of chance: unique without a counter that all projects would wait for. */
export function projectCode(prefix: string, regionCode: string, at: { nowMs: number; chance: Chance }): string {
  const day = dateText(dayOf(at.nowMs)).replaceAll('-', '');
  return `${prefix.toUpperCase()}${regionCode}${day}${Buffer.from(at.chance.bytes(4)).toString('hex').toUpperCase()}`;
}

function text(value: number | undefined): string | null { return value === undefined ? null : String(value); }
