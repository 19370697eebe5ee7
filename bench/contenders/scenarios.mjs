import { pause, quantile, until } from '../support/figures.mjs';
import { size } from '../support/size.mjs';

const WARM_UP = size(500, 50);
const CHUNK = 1000;
const IN_FLIGHT = 50;

/** About 200 bytes of JSON. */
const payloads = (count, from = 0) => Array.from({ length: count }, (_, i) => ({ n: from + i, text: 'x'.repeat(180) }));

async function addAll(contender, items) {
  for (let at = 0; at < items.length; at += CHUNK) await contender.addMany(items.slice(at, at + CHUNK));
}

/**
 * A backlog that is there before the clock starts. The clock stops when the contender's own store says that every
 * job is final; the tail is the part of it after the last handler has ended.
 */
export async function backlog(contender, { jobs, workMs }) {
  await run(contender, WARM_UP, workMs);
  await contender.stop();
  const { seconds, tail } = await run(contender, jobs, workMs);
  return { perSecond: jobs / seconds, tail };
}

async function run(contender, jobs, workMs) {
  await addAll(contender, payloads(jobs));
  let [left, lastEnd] = [jobs, 0];
  const started = performance.now();
  await contender.work(async () => {
    if (workMs) await pause(workMs);
    if (--left === 0) lastEnd = performance.now();
  });
  await until(() => lastEnd > 0, { every: 1, what: `${left} jobs left` });
  await until(async () => (await contender.unfinished()) === 0, { every: 1, what: 'final rows' });
  const ended = performance.now();
  // All jobs have been waited for, so a difference means that some ran twice.
  if (left !== 0) throw new Error(`${jobs - left} runs of ${jobs} jobs`);
  return { seconds: (ended - started) / 1000, tail: ended - lastEnd };
}

/** Jobs accepted a second, a thousand to a call. */
export async function bulk(contender, { jobs }) {
  await addAll(contender, payloads(WARM_UP));
  const items = payloads(jobs);
  const started = performance.now();
  await addAll(contender, items);
  const perSecond = jobs / ((performance.now() - started) / 1000);
  await kept(contender, WARM_UP + jobs);
  return { perSecond };
}

/** Checks that every accepted job is stored, each once. @throws Error */
async function kept(contender, expected) {
  const found = await contender.unfinished();
  if (found !== expected) throw new Error(`${found} jobs are kept of ${expected} accepted`);
}

/** Jobs accepted a second, one to a call, 50 calls in flight; ms of one call. */
export async function single(contender, { jobs }) {
  await inFlight(contender, payloads(WARM_UP));
  const started = performance.now();
  const times = await inFlight(contender, payloads(jobs));
  const perSecond = jobs / ((performance.now() - started) / 1000);
  await kept(contender, WARM_UP + jobs);
  return { perSecond, p95: quantile(times, 0.95) };
}

async function inFlight(contender, items) {
  const times = [];
  const lane = async () => {
    for (let item = items.pop(); item; item = items.pop()) {
      const sent = performance.now();
      await contender.add(item);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return times;
}

/** On an idle system: ms from the call of add to the start of the handler. */
export async function latency(contender, { samples }) {
  let started = () => undefined;
  await contender.work(async () => started(performance.now()));
  const times = [];
  for (const item of payloads(samples + 50)) {
    const start = new Promise((resolve) => (started = resolve));
    const sent = performance.now();
    const [at] = await Promise.all([start, contender.add(item)]);
    times.push(at - sent);
    // A random pause, so that the samples do not coincide with a timer of the contender.
    await pause(5 + Math.random() * 20);
  }
  const idle = times.slice(50);
  return { p50: quantile(idle, 0.5), p99: quantile(idle, 0.99) };
}
