#!/usr/bin/env node
/**
 * npm run test:hours [-- --short --only words --report file]: first starts, as npm start does them, by other clocks: at twelve hours of
 * the day, when clocks are changed, at the turn of the year. --short: two of them.
 */
import './lib/node-version.mjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provideFaketime } from './lib/faketime.mjs';
import { runInFolder } from './lib/in-folder.mjs';
import { build, install } from './lib/install.mjs';
import { step, Stop } from './lib/print.mjs';
import { startRedis } from './lib/redis.mjs';

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    have: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});

async function main(folder) {
  // --have: installs the library that gives processes another clock, and says by the exit code whether it is there.
  if (options.have) return (await provideFaketime(console.log)) ? 0 : 1;
  await step('dependencies', install);
  await step('build', build);
  let library;
  await step('faketime', async (say) => {
    library = await provideFaketime(say);
    if (!library) throw new Stop('The package faketime is not here and could not be installed.');
    return library;
  });
  // Redis runs by the true clock, because its memory allocator does not work with the library. Nothing is decided by its clock.
  let redis;
  await step('Redis', async (say) => void (redis = await startRedis({ folder, appendOnly: false, say })));
  const { acrossTheHour, heldUp } = await import('../test/first-start/round.mjs');
  const { allMoments, specialMoments } = await import('../test/first-start/moments.mjs');
  const world = { folder, library, redisUrl: redis.url };
  const now = Date.now();
  const special = specialMoments(now);
  const rounds = (options.short ? special.slice(0, 1) : allMoments(now)).map((moment) => [acrossTheHour, moment]);
  rounds.push([heldUp, { ...special[2], name: `a hotel held up, ${special[2].name}` }]);
  const starts = [];
  for (const [round, moment] of rounds.filter(([, { name }]) => name.includes(options.only))) {
    const wrong = [];
    await step(moment.name, async () => {
      wrong.push(...(await round(world, moment).catch((error) => [error.stack])));
      if (wrong.length > 0) throw new Stop('');
    }).catch(() => console.log(wrong.join('\n')));
    starts.push({ name: moment.name, at: new Date(moment.at).toISOString(), wrong });
  }
  if (options.report) writeFileSync(options.report, JSON.stringify({ starts }, null, 2));
  return starts.every(({ wrong }) => wrong.length === 0) ? 0 : 1;
}

runInFolder('hours', main);
