import { expect, it } from 'vitest';
import type { Clock } from '../../src/play/clock.ts';
import { pause } from '../lifecycle/process.ts';
import { Convoy } from './convoy.ts';

it('the clock is moved on when every trade waits or is through, to the nearest instant first', async () => {
  const said: string[] = [];
  const convoy = new Convoy({ moveTo: async (to: number) => { said.push(`moved to ${to}`); } } as Clock);
  const trade = (name: string, ...stops: number[]) => convoy.sail(async () => {
    for (const at of stops) {
      await convoy.clock.moveTo(at);
      said.push(`${name} at ${at}`);
    }
    await pause(20);
    said.push(`${name} through`);
  });
  await Promise.all([trade('a', 1), trade('b', 1, 40), trade('c', 1, 30)]);
  expect(said).toEqual(['moved to 1', 'a at 1', 'b at 1', 'c at 1', 'a through', 'moved to 30', 'c at 30', 'c through', 'moved to 40', 'b at 40', 'b through']);
});

it('a clock that cannot be moved ends whoever waits for it', async () => {
  const convoy = new Convoy({ moveTo: () => Promise.reject(new Error('lost')) } as Partial<Clock> as Clock);
  await expect(convoy.sail(() => convoy.clock.moveTo(1))).rejects.toThrow('lost');
});
