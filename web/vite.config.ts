import react from '@vitejs/plugin-react';
import { defineConfig, type Rolldown } from 'vite';

/** Libraries of cryptography ask for Node's module only where the browser's own is missing: no news to whoever builds. */
const onLog: Rolldown.InputOptions['onLog'] = (level, log, tell) => {
  if (!log.message.includes('externalized for browser compatibility')) tell(level, log);
};

// The pages are static files: `web/dist` is served by the platform itself. No inline script is emitted (the polyfill for
// module preload is left out), so `script-src 'self'` holds.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist', emptyOutDir: true, target: 'es2023', sourcemap: false, manifest: true, assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700,
    rolldownOptions: { onLog },
  },
  // the sealing worker loads its parts as modules, as the page does
  worker: { format: 'es', rolldownOptions: { onLog } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env['QINGLAN_URL'] ?? 'http://127.0.0.1:8080', changeOrigin: false } },
  },
});
