// npm start: on a fresh clone, with nothing but Node 20 and npm, to a server that answers.
import { join } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, run } from './ready.mjs';

await main(() => {
  ensurePackages();
  const node = findNode();
  ensureWeb(node);
  return run(node, [join(root, 'cli', 'main.ts'), 'start', ...process.argv.slice(2)]);
});
