import type { RuleId } from '../../catalogue/index.ts';
import { awardRules } from './rules-award.ts';
import { bidRules } from './rules-bid.ts';
import { evaluationRules } from './rules-evaluation.ts';
import { intakeRules } from './rules-intake.ts';
import { procurementRules } from './rules-procurement.ts';
import type { RuleFacts } from './facts.ts';

/** A rule as a predicate: true when it holds. Texts, hard or soft, and the formal expression are in contract-rules.json. */
export type Rule = (f: RuleFacts) => boolean;

/** The law as one table, assembled from the phases of a trade. Rules of later subsystems join when their acts do. */
export const RULES: Partial<Record<RuleId, Rule>> = { ...intakeRules, ...bidRules, ...evaluationRules, ...awardRules, ...procurementRules };
