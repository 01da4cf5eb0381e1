import { steps } from '../../../catalogue/index.ts';
import type { StepEvent } from '../../../catalogue/index.ts';

const EVENTS = new Set<string>(steps.map((row) => row.event));

/** Whether a move's event is a step of the catalogue (`do:` or `timer:`), which has a name of its own. */
export function isStepEvent(event: string): event is StepEvent { return EVENTS.has(event); }
