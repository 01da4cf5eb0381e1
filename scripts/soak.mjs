// npm run soak: the tests that kill and hurry, longer than npm test has time for. QINGLAN_SOAK is what they multiply by.
import { join } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, run } from './ready.mjs';

await main(() => {
  ensurePackages();
  const node = findNode();
  ensureWeb(node);
  return run(node, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'lifecycle'], { cwd: root, env: { QINGLAN_SOAK: '4' } });
});
