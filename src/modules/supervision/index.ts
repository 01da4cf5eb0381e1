import type { AnySpec } from '../../platform/act.ts';
import { supOrder } from './sup-order.ts';
import { timerSuspendMax } from './timer-suspend-max.ts';

export const specs: AnySpec[] = [supOrder, timerSuspendMax];

export { ordersOfLot, ordersRead } from './queries.ts';
