import { acceptanceRecord, contractChange, performanceRecord } from '../../../documents/index.ts';
import type { Rec } from '../../../platform/records.ts';
import type { Contract } from '../../award-contract/index.ts';
import { itemsOf } from './items.ts';
import type { Candidate, PaperFacts } from './facts.ts';

/** What happens to a contract after it was signed: each change, each milestone, the acceptance. */
export function performancePapers(facts: PaperFacts): Candidate[] {
  const { contract: signed, award } = facts.lot.data;
  const contract = facts.contracts.find((one) => one.id === signed?.contractId);
  if (!contract || !award) return [];
  return [...changes(facts, contract, award.winnerName), ...milestones(facts, contract, award.winnerName), ...acceptance(facts)];
}

const leavesAt = ({ leaves }: PaperFacts, fp: string, at: string) => leaves.filter((leaf) => leaf.open && leaf.fp === fp && leaf.at === at);

function changes(facts: PaperFacts, { id, data }: Rec<Contract>, contractor: string): Candidate[] {
  const { contractCode, priceFen, changes: all = [] } = data;
  return all.map((one, i): Candidate => ({
    kind: 'contract-change', version: `${id}/${i + 1}`, at: one.at, leaves: leavesAt(facts, 'ctr-change', one.at),
    build: (making) => contractChange({
      contractCode, contractor, priceFen, seq: i + 1, changeFen: one.amountFen, cumulativeFen: all.slice(0, i + 1).reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n).toString(), reason: one.reason, changedAt: one.at,
    }, making),
  }));
}

function milestones(facts: PaperFacts, { id, data }: Rec<Contract>, contractor: string): Candidate[] {
  const { contractCode, priceFen, milestones: all = [] } = data;
  const paid = all.map((_, i) => all.slice(0, i + 1).reduce((sum, { amountFen }) => sum + BigInt(amountFen), 0n).toString());
  const rows = all.map(({ milestone, at, amountFen, progressPercent }, i) => ({ milestone, at, amountFen, paidFen: paid[i] ?? '0', progressPercent: progressPercent ?? null }));
  return all.map((one, i): Candidate => ({
    kind: 'performance-record', version: `${id}/${i + 1}`, at: one.at, leaves: leavesAt(facts, 'ctr-perform', one.at),
    build: (making) => performanceRecord({ contractCode, contractor, priceFen, completedAt: one.completed ? one.at : null, milestones: rows.slice(0, i + 1) }, making),
  }));
}

function acceptance(facts: PaperFacts): Candidate[] {
  const { acceptance: last, acceptances = last ? [last] : [] } = facts.lot.data;
  return acceptances.map(({ acceptedAt, items }): Candidate => ({
    kind: 'acceptance-record', version: acceptedAt, at: acceptedAt, leaves: leavesAt(facts, 'gpr-accept', acceptedAt),
    build: (making) => acceptanceRecord({ acceptedAt, items: itemsOf(facts.lot.data, 'gpr-accept', items) }, making),
  }));
}
