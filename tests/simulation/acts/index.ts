import type { Generator } from '../generator.ts';
import { admission } from './admission.ts';
import { awarding } from './award.ts';
import { bidding } from './bidding.ts';
import { chance } from './chance.ts';
import { documents } from './documents.ts';
import { draw } from './draw.ts';
import { evaluation } from './evaluation.ts';
import { secondStage } from './framework.ts';
import { intake } from './intake.ts';
import { opening } from './opening.ts';
import { prequalification } from './prequal.ts';
import { quotation } from './rounds.ts';
import { singleSource } from './single.ts';
import { supervision } from './supervision.ts';

/** Every declaration that is played on lots, in the order of a trade. */
export const generators: readonly Generator[] = [...intake, ...singleSource, ...documents, ...prequalification, ...admission, ...bidding, ...chance, ...opening, ...draw, ...evaluation, ...quotation, ...awarding, ...secondStage, ...supervision];
export const generatorOf = (act: string): Generator | undefined => generators.find((one) => one.act === act);
