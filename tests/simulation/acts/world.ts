import { randomUUID } from 'node:crypto';
import { turn, type WorldGenerator } from '../generator.ts';
import { planProject } from '../plan.ts';
import type { Prng } from '../prng.ts';
import { moneyOf } from './intake.ts';
import { people } from './people.ts';

const OVER = ['closed', 'terminated', 'failed', 'contracted', 'performance-over', 'cancelled'];
/** Trades under way at once. */
const atOnce = 3;

export const worldActs: readonly WorldGenerator[] = [
  {
    act: 'project-draft',
    turns: ({ views }) => [turn('somebody', views.filter(({ lot }) => lot.data.machine !== 'framework-order' && !OVER.includes(lot.state)).length < atOnce ? 2 : 0)],
    async play({ sim }, _turn, rng: Prng) {
      const plans = planProject(rng);
      const [first] = plans;
      if (!first) throw new Error('a project without lots');
      const { category, ceilingFen } = first;
      const works = category === 'engineering';
      const projectId = randomUUID();
      const tenderer = sim.players.get(first.tenderer);
      return {
        who: first.tenderer, subject: projectId,
        input: {
          projectName: `模拟项目${sim.lots.length}`, category, kind: first.kind, objectType: works ? 'works' : 'goods', industryId: works ? 'housing-municipal' : 'gov-procurement', regionCode: '330100',
          fundSource: '财政资金', stateFunded: first.stateFunded, overview: '概况', contact: '联系人', agencyId: sim.players.get(first.agency).entityId,
          agencyAgreement: (await tenderer.client.uploadText(`agreement ${projectId}`)).sha256,
          lots: plans.map(({ lotNo }) => ({ lotNo, lotName: `标段${sim.lots.length}-${lotNo}`, duration: '180', quality: '合格', ...moneyOf(category, ceilingFen) })),
        },
        done: ({ result }) => {
          for (const { lotId, lotNo } of result['lots'] as { lotId: string; lotNo: string }[]) {
            const plan = plans.find((one) => one.lotNo === lotNo);
            if (plan) sim.lots.push({ n: sim.nextLot++, lotId, projectId, plan: { ...plan, ceilingFen } });
          }
        },
      };
    },
  },
  {
    act: 'led-verify', turns: ({ views }) => (views.length > 0 ? [turn('guest', 0.05)] : []),
    async play({ sim }, _turn, rng) {
      const { rows } = await sim.world.pool.query<{ id: string }>(`select id from leaf where idx is not null and kind = 'act' order by ordinal limit 40`);
      return { who: 'guest', subject: randomUUID(), input: { targetTxId: rows[rng.int(rows.length)]?.id ?? randomUUID() } };
    },
  },
  ...people,
];
