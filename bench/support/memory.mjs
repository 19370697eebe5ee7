/**
 * What a piece of work asks of this process's memory, MB: `resident`, the most the system gave it, which V8 lets grow while there is
 * room; and `live`, the most that was left after a collection of the whole heap, which is what the work really holds.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pause } from './figures.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const MB = 1_048_576;
/** How often the heap is collected meanwhile, ms: V8 itself may not do it for minutes. */
const COLLECT_MS = 5_000;

export async function memoryOf(work) {
  let resident = 0;
  let live = 0;
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR))
      live = Math.max(live, process.memoryUsage().heapUsed);
  });
  observer.observe({ entryTypes: ['gc'] });
  const look = setInterval(() => (resident = Math.max(resident, process.memoryUsage().rss)), 50);
  const clean = setInterval(() => collect(), COLLECT_MS);
  const result = await work();
  clearInterval(look);
  clearInterval(clean);
  collect();
  // Its entry comes with the next turn.
  await pause(50);
  observer.disconnect();
  return { result, resident: resident / MB, live: live / MB };
}

/** `95 MB live, 371 MB resident` */
export function memoryText({ live, resident }) {
  return `${live.toFixed(0)} MB live, ${resident.toFixed(0)} MB resident`;
}
