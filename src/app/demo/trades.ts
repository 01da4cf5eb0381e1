import type { Company } from '../../play/people.ts';
import type { Stage } from '../../play/stage.ts';

export async function playTrades(_stage: Stage, _companies: ReadonlyMap<string, Company>, _tell: (line: string) => void): Promise<void> {
}
