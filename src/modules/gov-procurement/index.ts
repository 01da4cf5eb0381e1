import type { AnySpec } from '../../platform/act.ts';
import { gprAccept } from './gpr-accept.ts';
import { gprIntention } from './gpr-intention.ts';
import { gprPlan } from './gpr-plan.ts';

export const specs: AnySpec[] = [gprIntention, gprPlan, gprAccept];
