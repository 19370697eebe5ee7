#!/usr/bin/env node
/**
 * Part of npm run build: puts each program's compiled code and its libraries into a few files under dist/bundle. Loading 3,500 small
 * files is most of what a start takes; the bundle starts in half the time. What it does not hold is loaded from node_modules.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './lib/paths.mjs';
import { BUNDLED, programFile } from './lib/programs.mjs';

const SOURCE = join(ROOT, 'dist/src');
const TARGET = join(ROOT, 'dist/bundle');

/**
 * Optional parts of libraries that this project does not install, native modules, what is loaded only by the process that needs it,
 * and pg, which TypeORM loads by name: there must be one of it, because data-source.ts tells it how to read dates.
 */
const LEFT_OUT = [
  ...['@nestjs/microservices*', '@nestjs/websockets*', '@nestjs/platform-express', '@nestjs/mongoose', '@nestjs/axios'],
  ...['@nestjs/sequelize', '@mikro-orm/*', 'mongoose', 'sequelize', '@grpc/*', '@fastify/view', '@fastify/multipart'],
  ...['@node-rs/*', 'pg', 'pg-native', 'pino', 'pdfkit', 'fontkit', '@aws-sdk/*', 'occt-import-js', 'manifold-3d'],
];

/** Where a file of ours lies, although its code runs in the bundle: it finds its threads, migrations and fonts from there. */
const ourPlaces = {
  name: 'our-places',
  setup({ onLoad }) {
    onLoad({ filter: /\/dist\/src\/.*\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      if (!code.includes('import.meta')) return undefined;
      const place = `new URL(${JSON.stringify(`../src/${relative(SOURCE, path).split(sep).join('/')}`)}, import.meta.url)`;
      const contents = code
        .replaceAll('import.meta.url', `${place}.href`)
        .replaceAll('import.meta.filename', `__fileURLToPath(${place})`);
      return { contents };
    });
  },
};

/** Libraries that are ES modules and yet require others: without their own `require` the bundler sees what they ask for. */
const knownRequires = {
  name: 'known-requires',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/@nestjs\/(mapped-types|typeorm|terminus)\/.*\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      return {
        contents: code
          .replace('const require = createRequire(import.meta.url);', '')
          .replaceAll("'class-transformer/storage'", "'class-transformer/cjs/storage'"),
      };
    });
  },
};

/**
 * A text with one letter outside ASCII takes two bytes a character in memory, and a process keeps the text of its program. Such
 * letters only stand in strings and regular expressions, where the escape means the same.
 */
const ascii = (text) => text.replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

await rm(TARGET, { recursive: true, force: true });
const { outputFiles } = await build({
  entryPoints: [
    ...BUNDLED.map((name) => ({ in: join(SOURCE, `${name}.js`), out: basename(programFile(name), '.js') })),
    { in: join(ROOT, 'scripts/product.mjs'), out: 'product' },
  ],
  outdir: TARGET,
  write: false,
  // A file each, without shared chunks: what is imported when it is needed keeps the named exports of CommonJS only within one file.
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Nest and TypeORM go by the names of classes.
  keepNames: true,
  external: LEFT_OUT,
  plugins: [ourPlaces, knownRequires],
  // Libraries in CommonJS find these where an ES module has none.
  banner: {
    js: `import { createRequire as __createRequire } from 'node:module';
import { dirname as __folderOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url), __filename = __fileURLToPath(import.meta.url), __dirname = __folderOf(__filename);`,
  },
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'error',
});
await mkdir(TARGET, { recursive: true });
for (const { path, text } of outputFiles) await writeFile(path, path.endsWith('.js') ? ascii(text) : text);
