import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const worthwhile = 1_000;

/** Each file also as the browsers take it over a slow line: the platform serves these and compresses nothing itself. */
const compressed: Plugin = {
  name: 'compressed', apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const name of Object.keys(bundle).filter((one) => /\.(?:js|css|svg|html)$/.test(one))) {
      const bytes = readFileSync(join(dir, name));
      if (bytes.length < worthwhile) continue;
      writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    }
  },
};

// The pages are static files: `web/dist` is served by the platform itself. No inline script is emitted (the polyfill for
// module preload is left out), so `script-src 'self'` holds.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed],
  build: {
    outDir: 'dist', emptyOutDir: true, target: 'es2023', sourcemap: false, manifest: true, assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700,
  },
  // the sealing worker loads its parts as modules, as the page does
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env['QINGLAN_URL'] ?? 'http://127.0.0.1:8080', changeOrigin: false } },
  },
});
