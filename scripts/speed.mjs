// npm run speed: home and a lot over a slow line on a slow processor, and the hall with a hundred bids, in Chromium; one line of JSON each.
import { join } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, run } from './ready.mjs';

await main(() => {
  ensurePackages();
  const node = findNode();
  ensureWeb(node);
  return run(node, [join(root, 'e2e', 'speed.ts')], { cwd: root });
});
