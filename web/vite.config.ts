import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** `npm run dev` in web/ shows sources as they change, with the API of a server that runs already (NIGHTSHIFT_API). */
const api = process.env.NIGHTSHIFT_API ?? 'http://127.0.0.1:3000';
const DOCUMENT = join(import.meta.dirname, '../openapi.json');

interface Document {
  'x-jobs': { name: string; summary: string; startableBy: string[]; payload: { $ref: string } }[];
  components: { schemas: Record<string, unknown> };
}

/** The kinds of jobs with their schemas: a few kB of the document's half a megabyte, loaded when somebody starts a job. */
function jobKinds(): Plugin {
  const id = 'virtual:job-kinds';
  return {
    name: 'job-kinds',
    resolveId: (name) => (name === id ? `\0${id}` : undefined),
    load(name) {
      if (name !== `\0${id}`) return undefined;
      const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as Document;
      const kinds = document['x-jobs']
        .filter(({ startableBy }) => startableBy.length > 0)
        .map(({ name: kind, summary, startableBy, payload }) => ({
          name: kind,
          summary,
          startableBy,
          payload: document.components.schemas[payload.$ref.split('/').at(-1)!],
        }));
      return `export const KINDS = ${JSON.stringify(kinds)};`;
    },
  };
}

export default defineConfig({
  plugins: [react(), jobKinds()],
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
