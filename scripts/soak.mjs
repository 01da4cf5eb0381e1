// npm run soak: the tests that kill, fill, restart and hurry, longer than npm test has time for. One part alone: npm run soak -- kills
import { join } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, run, say } from './ready.mjs';

/** In the order of what fails fastest. QINGLAN_SOAK makes each part whole; for the older ones it is what they multiply by. */
const parts = {
  step: { project: 'pg', files: ['tests/soak/step.pg.test.ts'], what: 'the machine\'s clock set forward and back' },
  full: { project: 'lifecycle', files: ['tests/soak/full.test.ts'], what: 'no room for files, for the ledger, for PostgreSQL' },
  restart: { project: 'lifecycle', files: ['tests/soak/restart.test.ts'], what: 'PostgreSQL restarted under a server that lives' },
  lifecycle: { project: 'lifecycle', files: ['tests/lifecycle', 'tests/deadline/kill.test.ts'], what: 'starts, stops and kills, and rushes of submissions that are killed' },
  ten: { project: 'lifecycle', files: ['tests/soak/ten.test.ts'], what: 'ten trades at once, 300 bidders, 200 who watch' },
  simulation: { project: 'pg', files: ['tests/simulation'], what: 'ten thousand random lawful and unlawful acts, everything looked at after each', env: { QINGLAN_SIM_STEPS: process.env.QINGLAN_SIM_STEPS ?? '10000' } },
  desks: { project: 'e2e', files: ['e2e/market.e2e.ts', 'e2e/negotiation.e2e.ts', 'e2e/tenderer-desk.e2e.ts', 'e2e/bidder-desk.e2e.ts', 'e2e/shell.e2e.ts', 'e2e/pages.e2e.ts', 'e2e/forms.e2e.ts', 'e2e/sessions.e2e.ts', 'e2e/committee.e2e.ts', 'e2e/admission.e2e.ts'], what: 'whole trades clicked through at the desks of the market' },
  attend: { project: 'lifecycle', files: ['tests/soak/attend.test.ts'], what: 'four procurements to their certificate, everybody but the market played by qinglan attend' },
  kills: { project: 'lifecycle', files: ['tests/soak/kills.test.ts'], what: 'twenty kills in each phase of ten trades' },
};

await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    say(`soak: no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
    return 2;
  }
  ensurePackages();
  const node = findNode();
  ensureWeb(node);
  const failed = [];
  for (const [name, { project, files, what, env }] of Object.entries(parts).filter(([one]) => asked.length === 0 || asked.includes(one))) {
    say(`soak: ${name}: ${what}`);
    const code = await run(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, ...files], { cwd: root, env: { QINGLAN_SOAK: process.env.QINGLAN_SOAK ?? '4', ...env } });
    if (code !== 0) failed.push(name);
  }
  say(failed.length === 0 ? 'soak: everything held' : `soak: FAILED: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});
