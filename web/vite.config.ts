import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run dev` in web/ shows sources as they change, with the API of a server that runs already (NIGHTSHIFT_API). */
const api = process.env.NIGHTSHIFT_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': api } },
  build: {
    target: 'es2022',
    outDir: '../dist/web',
    emptyOutDir: true,
    // The content security policy allows files of this server only: nothing inlined into a page or as data: URL, no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // Beside the console: what the server's page for customers loads to show a part. Its name stays, because that page is no part of the build.
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'part-view': join(import.meta.dirname, 'src/customer/part-view.ts'),
      },
      output: { entryFileNames: ({ name }) => (name === 'part-view' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
