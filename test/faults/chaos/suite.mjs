import { chaos } from './run.mjs';
import { printRun } from './report.mjs';
import { World } from './world.mjs';

/** The parts asked for, each in a world of its own. Answers what each came to, and ok when all is as it must be. */
export async function suite(folder, { only, seed, jobs, ms, say }) {
  const report = {};
  const parts = {
    chaos: async (world) => {
      const run = await chaos(world, { seed, jobs, ms, say });
      printRun(run);
      return run;
    },
  };
  for (const [name, part] of Object.entries(parts)) {
    if (!only.includes(name)) continue;
    const world = await World.create(folder);
    try {
      report[name] = await part(world);
    } finally {
      await world.close();
    }
  }
  return { ok: Object.values(report).every(({ ok }) => ok), ...report };
}
