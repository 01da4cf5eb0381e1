// The built pages also as browsers take them over a slow line: the platform serves these and compresses nothing itself.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const worthwhile = 1_000;

export function compress(folder) {
  const names = readdirSync(folder, { recursive: true }).map(String).filter((name) => /\.(?:js|css|svg|html)$/.test(name));
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length < worthwhile) continue;
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  }
}
