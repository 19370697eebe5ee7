// The week on a Postgres and a Redis of its own. All processes have the week's clock but Redis, whose allocator does not work with the
// library; nothing is decided by its clock but how many calls there may be in a minute.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Clock, provideFaketime, removeLeftMemory } from '../../../scripts/lib/faketime.mjs';
import { createDatabase, startPostgres } from '../../../scripts/lib/postgres.mjs';
import { Stop } from '../../../scripts/lib/print.mjs';
import { startRedis } from '../../../scripts/lib/redis.mjs';
import { cli } from '../../../scripts/lib/server.mjs';
import { FROM, SECRETS, week } from './week.mjs';

/** Users of one tenant: more would meet what a tenant may send in an hour. */
const A_TENANT = 1_000;
const FEWEST_TENANTS = 3;

export async function catchup(folder, { seed, users, hours, say }) {
  const library = await provideFaketime(say);
  if (!library) throw new Stop('The package faketime is not here and could not be installed.');
  const place = join(folder, 'servers', 'catchup');
  mkdirSync(place, { recursive: true, mode: 0o711 });
  removeLeftMemory();
  const clock = new Clock(join(folder, 'week.clock'), library);
  clock.set(FROM);
  // Without waiting for the disk: kills of our processes lose nothing of it, and a week has millions of transactions.
  const [postgres, redis] = await Promise.all([
    startPostgres({ folder: place, fast: true, env: clock.env }),
    startRedis({ folder: place, appendOnly: false }),
  ]);
  const databaseUrl = await createDatabase(postgres.url, 'catchup');
  await cli('migrate', { ...process.env, ...SECRETS, ...clock.env, DATABASE_URL: databaseUrl });
  const tenants = Math.max(FEWEST_TENANTS, Math.ceil(users / A_TENANT));
  const report = await week(folder, { databaseUrl, redisUrl: redis.url, clock, seed, users, tenants, hours, say });
  print(report);
  return report;
}

function print({ counts, times, found, ok }) {
  console.log('  catchup: a week of calendars and digests, with providers that fail, and kill -9');
  for (const [name, seconds] of Object.entries(times)) console.log(`  ${name}: ${seconds} s`);
  for (const [name, count] of Object.entries(counts)) console.log(`  ${name}: ${JSON.stringify(count)}`);
  for (const [kind, all] of Object.entries(found))
    if (all.length > 0) console.log(`  ${kind} ${all.length}: ${all.slice(0, 8).join('\n    ')}`);
  console.log(`  catchup: ${ok ? 'holds' : 'FAILED'}`);
}
