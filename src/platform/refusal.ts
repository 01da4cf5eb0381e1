import { rule as ruleRow, type RuleId } from '../../catalogue/index.ts';
import { PROBLEMS, type ProblemBody, type ProblemCode } from '../contracts/problems.ts';

/** Why an act was not done. Thrown inside `decide` and the edges, turned into a problem at the edge; nothing changes. */
export class Refusal extends Error {
  readonly code: ProblemCode | RuleId;
  readonly detail: { field?: string; rule?: string; zh?: string; en?: string; article?: string; retryAfterS?: number };
  constructor(code: ProblemCode | RuleId, detail: Refusal['detail'] = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** A rule of the catalogue refused. */
export function refuseByRule(rule: RuleId, field?: string): Refusal {
  return new Refusal(rule, { rule, ...(field ? { field } : {}) });
}

export function problemOf(error: Refusal): ProblemBody {
  const { zh, en, retryAfterS: _header, ...rest } = error.detail;
  // without words of its own a refusal of a field at least says which
  const vague = error.code === 'invalid-input' && rest.field !== undefined && rest.field !== '';
  const spec = isProblemCode(error.code) ? PROBLEMS[error.code] : ruleProblem(error.code);
  return {
    type: `urn:qinglan:problem:${error.code}`, title: spec.zh, status: spec.status, code: error.code,
    detailZh: zh ?? (vague ? `“${rest.field}”填写得不对，请更正` : spec.zh), detailEn: en ?? (vague ? `"${rest.field}" cannot be right; correct it` : spec.en), ...rest,
  };
}

function ruleProblem(id: RuleId): { status: number; zh: string; en: string } {
  const { zh, en } = ruleRow(id);
  return { status: 409, zh, en };
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
