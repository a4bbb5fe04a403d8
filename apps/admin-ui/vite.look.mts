import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const broker = 'http://127.0.0.1:18180';
export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  cacheDir: '/tmp/grants-vite',
  server: {
    host: '127.0.0.1',
    port: 18181,
    strictPort: true,
    watch: { usePolling: false },
    proxy: { '/admin/v1': broker, '/docs': broker, '/openapi.json': broker },
  },
});
