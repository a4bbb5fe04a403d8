import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a broker started by hand listens; only the development server talks to it from here. */
const broker = 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: '../../dist/admin-ui',
    emptyOutDir: true,
    // antd, React and the query client in one file: an operator's page, loaded once and cached by its hash.
    chunkSizeWarningLimit: 1500,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/admin/v1': broker, '/docs': broker, '/openapi.json': broker },
  },
});
