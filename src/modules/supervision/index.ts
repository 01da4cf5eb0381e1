import type { AnySpec } from '../../platform/act.ts';
import { orderReply } from './order-reply.ts';
import { timerOverdue } from './overdue.ts';
import { supOrder } from './sup-order.ts';
import { timerSuspendMax } from './timer-suspend-max.ts';
import { warnClusters } from './warn-clusters.ts';
import { warningHandle } from './warning-handle.ts';

export const specs: AnySpec[] = [supOrder, timerSuspendMax, orderReply, timerOverdue, warnClusters, warningHandle];

export { OWING } from './overdue.ts';
export { needsCarryingOut } from './model.ts';
export { ordersOfLot } from './queries.ts';
export { downloadClusters, withdrawCluster, type Fetched } from './warn-clusters.ts';
export { warningsOfPost, warningsRead } from './warnings.ts';
