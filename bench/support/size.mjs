/** Tiny sizes, to check that every bench runs and that its counts are exact. The figures then say nothing about speed. */
export const SMOKE = process.env.BENCH_SMOKE === '1';

/** How many of something a bench takes: what the variable says, else its usual number, else, in the smoke form, a tiny one. */
export function size(usual, tiny, variable) {
  return Number((variable && process.env[variable]) ?? (SMOKE ? tiny : usual));
}
