#!/usr/bin/env node
/** Part of npm run build: src and migrations as JavaScript with source maps under dist, tests left out. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';
import { ROOT } from './lib/paths.mjs';
import { SWC } from './lib/swc.mjs';

async function compile(file) {
  const target = join(ROOT, 'dist', relative(ROOT, file).replace(/\.ts$/, '.js'));
  const sourceFileName = relative(dirname(target), file);
  const { code, map } = await transformFile(file, { ...SWC, sourceMaps: true, sourceFileName, swcrc: false });
  await mkdir(dirname(target), { recursive: true });
  await Promise.all([
    writeFile(target, `${code}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`),
    writeFile(`${target}.map`, map),
  ]);
}

for (const folder of ['src', 'migrations']) {
  // A file that is gone must not stay in the build.
  await rm(join(ROOT, 'dist', folder), { recursive: true, force: true });
  const names = await readdir(join(ROOT, folder), { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !/\.(spec|d)\.ts$/.test(name));
  await Promise.all(files.map((name) => compile(join(ROOT, folder, name))));
}
