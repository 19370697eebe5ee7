import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { MEMORY_WORD, WHY_PIPE } from './messages.js';

/** How often it looks, ms: in this time an analysis can take some 100 MB. */
const EVERY_MS = 50;

/**
 * Ends the process from a thread of its own, because an analysis blocks the main one: when it has more memory than it may have
 * (buffers of numbers do not count as heap), and when its parent has gone, who would have ended it.
 */
const { memoryBytes, parent } = workerData as { memoryBytes: number; parent: number };

function look(): void {
  if (process.memoryUsage.rss() > memoryBytes) {
    writeSync(WHY_PIPE, MEMORY_WORD);
    process.kill(process.pid, 'SIGKILL');
  }
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}

look();
setInterval(look, EVERY_MS);
// The analysis does not begin before somebody watches it.
parentPort!.postMessage('watching');
