/**
 * Jobs through the ledger (accepted in Postgres, claimed, leased, fenced, kept as history) beside raw Bull, Bull with a
 * history row per job, pg-boss and graphile-worker. Every contender runs each scenario in a process of its own, on a
 * database of its own; they take turns within a round, another one first each time.
 */
import { runContender } from './support/contender.mjs';
import { durability } from './support/databases.mjs';
import { ROUNDS } from './support/figures.mjs';
import { printJobs } from './support/jobs-table.mjs';
import { disturbance } from './support/quiet.mjs';
import { size, SMOKE } from './support/size.mjs';

const JOBS = size(10_000, 200, 'BENCH_JOBS');
const ALL = ['nightshift', 'bull', 'bull-history', 'pg-boss', 'graphile', 'graphile-batched'];

const SCENARIOS = {
  c10: { scenario: 'backlog', concurrency: 10, jobs: JOBS, of: ALL },
  c50: { scenario: 'backlog', concurrency: 50, jobs: JOBS, of: ALL },
  busy: { scenario: 'backlog', concurrency: 10, jobs: JOBS / 4, workMs: 5, of: ['nightshift', 'bull'] },
  bulk: { scenario: 'bulk', concurrency: 10, jobs: JOBS, of: ['nightshift', 'pg-boss', 'graphile'] },
  single: { scenario: 'single', concurrency: 10, jobs: size(3_000, 200), of: ['nightshift', 'pg-boss', 'graphile'] },
  idle: {
    scenario: 'latency',
    concurrency: 10,
    samples: size(300, 10),
    of: ALL.filter((name) => name !== 'bull-history'),
  },
};

const wanted = process.env.BENCH_SCENARIOS?.split(',') ?? Object.keys(SCENARIOS);
const only = process.env.BENCH_CONTENDERS?.split(',') ?? ALL;

/** figures[scenario][contender][figure]: one number a round. */
const figures = {};
for (let round = 0; round < ROUNDS; round++)
  for (const key of wanted) {
    const { of, ...task } = SCENARIOS[key];
    // The smoke form runs every contender once, and this platform in every scenario.
    const all = of.filter((name) => only.includes(name));
    const turn = SMOKE && key !== 'c10' ? all.filter((name) => name === 'nightshift') : all;
    for (let i = 0; i < turn.length; i++) {
      const contender = turn[(i + round) % turn.length];
      const consume = task.scenario === 'backlog' || task.scenario === 'latency';
      const result = await runContender({ ...task, contender, consume });
      if (process.env.BENCH_VERBOSE) console.error(round, key, contender, JSON.stringify(result));
      for (const [name, value] of Object.entries(result))
        (((figures[key] ??= {})[contender] ??= {})[name] ??= []).push(value);
    }
  }

console.log(`jobs beside their peers (${ROUNDS} rounds, median [min..max]; × = median of the rounds' ratios)`);
printJobs(figures, { jobs: JOBS, durability: await durability() });
const disturbed = disturbance();
if (disturbed) console.log(`\n  Take the figures with care: ${disturbed}.`);
