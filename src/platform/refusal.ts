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
  const spec = isProblemCode(error.code) ? PROBLEMS[error.code] : ruleProblem(error.code);
  return {
    type: `urn:qinglan:problem:${error.code}`, title: spec.zh, status: spec.status, code: error.code,
    detailZh: zh ?? spec.zh, detailEn: en ?? spec.en, ...rest,
  };
}

function ruleProblem(id: RuleId): { status: number; zh: string; en: string } {
  const { zh, en } = ruleRow(id);
  return { status: 409, zh, en };
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
