// npm run tour: every picture of the readme and of docs/tour, taken from a running demo. Another address: npm run tour -- http://127.0.0.1:8081
import { join } from 'node:path';
import { ensurePackages, findNode, main, root, run } from './ready.mjs';

await main(() => {
  ensurePackages();
  return run(findNode(), [join(root, 'e2e', 'tour.ts'), ...process.argv.slice(2)], { cwd: root });
});
