import { size } from './size.mjs';

/** Rounds of each bench; contenders take turns within a round, and ratios are taken round by round. */
export const ROUNDS = size(3, 1, 'BENCH_ROUNDS');

export const median = (values) => quantile(values, 0.5);

/** Nearest rank: with 300 samples, 0.99 is the third largest. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

/** `1.23 [1.10..1.40]`: median, least and most. */
export function spread(values, digits = 2) {
  const show = (value) => value.toFixed(digits);
  return `${show(median(values))} [${show(Math.min(...values))}..${show(Math.max(...values))}]`;
}

/** The same with three significant digits, thousands as `12.3k`. */
export function compact(values) {
  return `${short(median(values))} [${short(Math.min(...values))}..${short(Math.max(...values))}]`;
}

export function short(value) {
  if (value >= 100_000) return `${Math.round(value / 1000)}k`;
  if (value >= 1000) return `${(value / 1000).toFixed(1)}k`;
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Ratios of the r-th figure against the r-th. */
export const ratios = (ours, theirs) => ours.map((value, round) => value / theirs[round]);

export async function seconds(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Resolves once the condition holds. @throws Error after ms. */
export async function until(condition, { ms = 120_000, every = 5, what = 'the bench' } = {}) {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what}: waited ${ms} ms in vain`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
