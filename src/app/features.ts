import { functionPoints, subsystems, type FunctionPointId } from '../../catalogue/index.ts';
import { routeOf } from '../platform/http/acts.ts';
import type { Declarations } from './declarations.ts';
import { GENERATED } from './permissions.ts';

/**
 * Points that the platform does inside another declaration, which calls `work.systemAct` with the point's id. A test looks for
 * the call in the source of every line here and for a line here for every call.
 */
export const WRITTEN_BY: Readonly<Partial<Record<FunctionPointId, string>>> = {
  'bid-receipt': 'bid-submit',
};

export interface Feature { id: FunctionPointId; zh: string; subsystem: string; works: boolean; route: string }

/** All points of the catalogue; `works` where a declaration does it. */
export function featuresOf({ specs }: Declarations): Feature[] {
  const declared = new Map(specs.map((spec) => [spec.id, spec]));
  return functionPoints.map(({ id, zh, subsystem }) => {
    const own = declared.get(id);
    const host = WRITTEN_BY[id];
    if (own) return { id, zh, subsystem, works: true, route: own.kind === 'system' ? 'platform' : `POST ${routeOf(own)}` };
    if (host !== undefined && declared.has(host)) return { id, zh, subsystem, works: true, route: `in ${host}` };
    return { id, zh, subsystem, works: false, route: '' };
  });
}

/** docs/features.md: one line per point, beginning with its id. */
export function featuresDoc(declarations: Declarations): string {
  const features = featuresOf(declarations);
  const done = features.filter(({ works }) => works).length;
  const parts = subsystems.map(({ id, zh }) => {
    const lines = features.filter((feature) => feature.subsystem === id).map((feature) => {
      return [feature.id, feature.zh, feature.subsystem, ...(feature.works ? [feature.route, '✓'] : ['—'])].join(' · ');
    });
    return `## ${zh} (${id})\n\n${lines.join('  \n')}`;
  });
  return `# The ${features.length} function points\n\n${GENERATED} ✓ marks what works: ${done} of ${features.length}. Each line: id · name · module · route.\n\n${parts.join('\n\n')}\n`;
}
