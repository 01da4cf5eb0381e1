// The stages a reader filters lots by, as groups of machine states. Shared by the list read and the pages; no zod here,
// so the home page does not load a validator for a table.
export const stageGroups = {
  preparing: ['draft', 'intended', 'planned', 'intake-pending', 'accepted', 'single-publicity', 'docs-reviewed', 'announced'],
  bidding: ['noticed', 'sealed', 'prequal-noticed', 'prequal-review', 'prequalified'],
  opening: ['deadline-passed', 'opening', 'adjourned', 'opened'],
  evaluation: ['negotiating', 'quoted', 'evaluated'],
  publicity: ['candidate-publicity'],
  awarded: ['awarded', 'notified', 'selected', 'result-published'],
  contract: ['contracted', 'performance-over', 'rectifying', 'closed'],
  failed: ['failed', 'terminated', 'cancelled', 'suspended'],
} as const;

export type StageGroup = keyof typeof stageGroups;

export const timelinePhases = [
  'intake', 'notice', 'prequalification', 'documents', 'bids', 'opening', 'draw', 'evaluation', 'candidates', 'award', 'contract', 'certificate',
] as const;

export type TimelinePhase = (typeof timelinePhases)[number];

export function stageGroupOf(state: string): StageGroup | null {
  for (const [group, states] of Object.entries(stageGroups)) {
    if ((states as readonly string[]).includes(state)) return group as StageGroup;
  }
  return null;
}
