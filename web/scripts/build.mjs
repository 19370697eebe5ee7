#!/usr/bin/env node
/** Builds the console into dist/web, and beside each file its compressed forms, which the server sends as they are. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const WEB = join(import.meta.dirname, '..');
const TARGET = join(WEB, '../dist/web');
/** Levels at which the whole console is compressed in a second; higher ones save 2 % and take ten times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

await build({ root: WEB, logLevel: process.argv.includes('--verbose') ? 'info' : 'warn' });
const names = await readdir(TARGET, { recursive: true });
await Promise.all(
  names
    .filter((name) => /\.(js|css|html|svg|json|wasm)$/.test(name))
    .map(async (name) => {
      const file = join(TARGET, name);
      const bytes = await readFile(file);
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, BROTLI));
    }),
);
