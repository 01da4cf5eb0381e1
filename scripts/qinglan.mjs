// npm run -s qinglan -- VERB: the command line, from any folder of the clone.
import { join } from 'node:path';
import { ensurePackages, ensureWeb, findNode, main, root, run } from './ready.mjs';

// npm changes to the root of the clone; names of files are meant from where the person is.
const throughNpm = ['qinglan', 'bench', 'generate'].includes(process.env.npm_lifecycle_event ?? '');
const cwd = (throughNpm && process.env.INIT_CWD) || process.cwd();

await main(() => {
  ensurePackages();
  const node = findNode();
  if (process.argv[2] === 'start') ensureWeb(node);
  return run(node, [join(root, 'cli', 'main.ts'), ...process.argv.slice(2)], { cwd });
});
