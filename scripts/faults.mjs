#!/usr/bin/env node
/**
 * npm run test:faults [-- --seed N --jobs N --minutes N --only chaos,fence,drain,statements --report file]: real processes are
 * killed, stopped and cut off under load, and every job is accounted for; then owner statements of 2,000 listings and 100,000
 * stays, whose every line is held against plain SQL. --short: one fault of each kind, without the statements.
 *
 * npm run test:faults -- --only catchup [--users N --hours N]: a week of the calendars and digests of 10,000 users, by a clock that is
 * set forward by so many hours at a time. It takes hours, so it runs only when it is named.
 */
import './lib/node-version.mjs';
import { randomInt } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { removePostgres } from './lib/postgres.mjs';
import { step } from './lib/print.mjs';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string' },
    jobs: { type: 'string' },
    minutes: { type: 'string' },
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    users: { type: 'string', default: '10000' },
    hours: { type: 'string', default: '6' },
    report: { type: 'string' },
  },
});
const seed = Number(options.seed ?? randomInt(1_000_000_000));
const minutes = Number(options.minutes ?? 3);
const jobs = Number(options.jobs ?? (options.short ? 2_000 : 5_000));
const only = (options.only ?? (options.short ? 'chaos,fence,drain' : 'chaos,fence,drain,statements')).split(',');

async function main(folder) {
  console.log(
    `  seed ${seed}: npm run test:faults -- --seed ${seed}${options.short ? ' --short' : ` --minutes ${minutes}`} --jobs ${jobs}`,
  );
  await step('dependencies', install);
  await step('build', build);
  const { suite } = await import('../test/faults/chaos/suite.mjs');
  const { statements } = await import('../test/faults/statements/own.mjs');
  const started = Date.now();
  const say = (text) => console.log(`    ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const ms = options.short ? undefined : minutes * 60_000;
  const ofJobs = only.filter((name) => name !== 'statements' && name !== 'catchup');
  const report = ofJobs.length > 0 ? await suite(folder, { only: ofJobs, seed, jobs, ms, say }) : { ok: true };
  if (only.includes('statements')) {
    report.statements = await statements(folder, { seed, short: options.short, say });
    report.ok &&= report.statements.ok;
  }
  if (only.includes('catchup')) {
    const { catchup } = await import('../test/faults/catchup/own.mjs');
    report.catchup = await catchup(folder, { seed, users: Number(options.users), hours: Number(options.hours), say });
    report.ok &&= report.catchup.ok;
  }
  if (options.report) writeFileSync(options.report, JSON.stringify(report, null, 2));
  return report.ok ? 0 : 1;
}

/** After a failure the processes' logs stay. */
async function remove(folder, code) {
  await removePostgres(join(folder, 'servers'));
  rmSync(code === 0 ? folder : join(folder, 'servers'), { recursive: true, force: true });
  if (code !== 0) console.log(`  seed ${seed}; logs of the processes: ${join(folder, 'logs')}`);
}

runInFolder('faults', main, remove);
