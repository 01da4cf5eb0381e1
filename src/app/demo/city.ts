import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPrinter } from '../../documents/render/render.ts';
import { Clock } from '../../play/clock.ts';
import { guest, Staff, type Platform } from '../../play/people.ts';
import type { Stage } from '../../play/stage.ts';
import { appoint, appointRepresentative, enrol, readJson, settle, writeJson } from './people.ts';
import { tenderDocument } from './tender-document.ts';
import { playTrades, type Waves } from './trades.ts';

export interface CityHooks { /** keys of the custodians are there and registered */ peopleReady: () => void; stopped: () => boolean }

const leaseWaitMs = 600_000;

/** The mark that the city is complete; runners wait for it. */
export const readyFile = (keys: string): string => join(keys, 'city.json');

/** What of the past is played already, kept beside the keys. */
async function waves({ keys }: Platform, tell: (line: string) => void): Promise<Waves> {
  const file = join(keys, 'city-waves.json');
  const done = new Set(await readJson<string[]>(file) ?? []);
  return {
    today: Date.now(), done,
    async finished(wave) {
      done.add(wave);
      await writeJson(file, [...done]);
      tell(`trades of wave "${wave}" played`);
    },
  };
}

/** Builds the demo city by acts, over the public interface; what an earlier start has done is found and left. */
export async function buildCity(platform: Platform, { peopleReady, stopped }: CityHooks): Promise<void> {
  if (existsSync(readyFile(platform.keys))) return peopleReady();
  const begun = performance.now();
  const tell = (line: string): void => { if (!stopped()) process.stdout.write(`demo city: ${line} (${Math.round((performance.now() - begun) / 1000)} s)\n`); };
  const clock = await Clock.take(guest(platform), 'demo-city', { waitMs: leaseWaitMs });
  try {
    const staff = new Staff(platform);
    await appoint(platform, staff);
    peopleReady();
    tell('posts and custodians appointed');
    const companies = await settle(platform);
    const [first] = companies.values();
    if (first) await appointRepresentative(platform, first);
    const roster = await enrol(platform, staff, new Date(await clock.now()).toISOString().slice(0, 10));
    tell(`${companies.size} companies registered, ${roster.length} experts enrolled`);
    const printer = openPrinter(null);
    const stage: Stage = {
      platform, clock, staff, roster, parallel: 6, tell: () => undefined,
      async tenderDocument(project, lot, lotId) {
        const paper = tenderDocument(project, lot, { lotId, base: platform.url, at: new Date(await clock.now()).toISOString() });
        return { name: `${paper.title}.pdf`, bytes: Uint8Array.from((await printer.print(paper)).pdf) };
      },
    };
    await playTrades(stage, companies, await waves(platform, tell)).finally(() => printer.close());
    await clock.moveTo(Date.now());
    await writeJson(readyFile(platform.keys), { readyAt: new Date().toISOString() });
    tell('complete');
  } finally {
    await clock.release().catch(() => undefined);
  }
}
