#!/usr/bin/env node
/** npm run check: types, lint, format and architecture, side by side; prints what each of them that fails has to say. */
import './lib/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { apiTypes, install } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { fail, step } from './lib/print.mjs';

const CHECKS = {
  types: ['typescript/bin/tsc', '--noEmit'],
  console: ['typescript/bin/tsc', '-p', 'web'],
  lint: ['oxlint/bin/oxlint', '--type-aware', '.'],
  format: ['oxfmt/bin/oxfmt', '--check', '.'],
  architecture: ['jest/bin/jest.js', '-c', 'test/jest.config.js', 'test/architecture.spec.ts'],
};

function run(name) {
  const [script, ...args] = CHECKS[name];
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ name, code, output })));
}

try {
  await step('dependencies', install);
  const bad = [];
  await step('types of the API', apiTypes);
  await step('types, console, lint, format, architecture', async () => {
    const results = await Promise.all(Object.keys(CHECKS).map(run));
    bad.push(...results.filter(({ code }) => code !== 0));
    return bad.length === 0 ? 'good' : `not good: ${bad.map(({ name }) => name).join(', ')}`;
  });
  for (const { name, output } of bad) console.error(`\n${name}:\n${output}`);
  process.exit(bad.length > 0 ? 1 : 0);
} catch (error) {
  fail(error);
  process.exit(1);
}
