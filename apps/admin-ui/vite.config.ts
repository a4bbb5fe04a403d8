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
    // What every page stands on in one file, loaded once and cached by its hash; each page, and what only some need, in files of its own.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'frame', test: /node_modules\/(antd|@ant-design|@rc-component|react|react-dom|@tanstack)\// },
            { name: 'parts', test: /admin-ui\/src\/(api|detail|display|i18n|list|location|session)\// },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1500,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/admin/v1': broker, '/docs': broker, '/openapi.json': broker },
  },
});
