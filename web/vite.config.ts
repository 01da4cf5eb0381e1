import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The pages are static files: `web/dist` is served by the platform itself. No inline script is emitted (the polyfill for
// module preload is left out), so `script-src 'self'` holds.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
