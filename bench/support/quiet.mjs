import { cpus } from 'node:os';
import { pause } from './figures.mjs';
import { size, SMOKE } from './size.mjs';

const LOOK_MS = 250;
const PATIENCE_MS = size(5_000, 0, 'BENCH_PATIENCE_MS');
/** Idle share of all cores above which the machine counts as free. */
const IDLE = 0.85;

const looks = { quiet: 0, busy: 0 };

/** Waits until the machine is free, for a limited time; counts how often it was not free by then. */
export async function quiet() {
  if (SMOKE) return;
  for (const end = performance.now() + PATIENCE_MS; ;) {
    if ((await idleShare()) > IDLE) return void looks.quiet++;
    if (performance.now() > end) return void looks.busy++;
  }
}

/** Says in how many runs the machine was not free; undefined when it always was. */
export function disturbance() {
  const all = looks.quiet + looks.busy;
  return looks.busy > 0
    ? `${looks.busy} of ${all} runs began while the machine was busy with something else`
    : undefined;
}

async function idleShare() {
  const before = total();
  await pause(LOOK_MS);
  const after = total();
  return (after.idle - before.idle) / Math.max(after.all - before.all, 1);
}

function total() {
  const times = cpus().map((cpu) => cpu.times);
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  return { idle: sum(times.map((t) => t.idle)), all: sum(times.flatMap((t) => Object.values(t))) };
}
