import { join } from 'node:path';
import { leaving } from './drain.mjs';
import { fence } from './fence.mjs';
import { printFound, printRun } from './report.mjs';
import { chaos } from './run.mjs';
import { World } from './world.mjs';

const PARTS = {
  chaos,
  fence: (world, options) => fence(world, options),
  drain: (world, options) => leaving(world, options),
};

/**
 * The parts asked for, one after another in one world: `chaos`, `fence` (with its control), `drain`. Answers what each
 * came to, and ok when all is as it must be.
 */
export async function suite(folder, { only, ...options }) {
  const report = {};
  const world = await World.create(join(folder, 'servers'), join(folder, 'logs'));
  try {
    for (const name of only) {
      report[name] = await PARTS[name](world, options);
      print(name, report[name]);
      await world.clear();
    }
  } finally {
    await world.close();
  }
  return { ok: Object.values(report).every(({ ok }) => ok), ...report };
}

function print(name, result) {
  if (name === 'chaos') printRun(result);
  if (name === 'fence') {
    console.log('  fence: a worker stopped past its lease and gone on');
    for (const kind of ['fenced', 'control']) console.log(`  ${kind}: doubled ${result[kind].doubled.length}`);
    printFound(result.fenced);
  }
  if (name === 'drain') {
    const { drain, requests } = result;
    console.log(
      `  SIGTERM under load: worker exit ${drain.code} in ${drain.ms} ms, ${drain.running} jobs running, ${drain.spent} spoiled`,
    );
    console.log(
      `  SIGTERM under load: API exit ${requests.code} in ${requests.ms} ms, ${requests.answered} requests in flight answered`,
    );
    printFound(result.found);
  }
  console.log(`  ${name}: ${result.ok ? 'holds' : 'FAILED'}`);
}
