import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { analyse } from '../analyse.js';
import { PartFileError } from '../part-file-error.js';
import type { ChildMessage, ChildTask } from './messages.js';

/** Least change of the progress that is told. */
const STEP = 0.01;

/** The process of one analysis: reads a task from its parent, tells how far it is, and answers. */
process.once('message', (task: ChildTask) => void run(task));
process.once('disconnect', () => process.exit(1));

async function run({ input, memoryBytes }: ChildTask): Promise<void> {
  preferred();
  const workerData = { memoryBytes, parent: process.ppid };
  const watch = new Worker(new URL('watch.js', import.meta.url), { workerData, execArgv: [] });
  await once(watch, 'message');
  watch.unref();
  let told = 0;
  try {
    const analysis = await analyse(input, ({ share }) => {
      if (share - told < STEP) return;
      told = share;
      tell({ kind: 'progress', share });
    });
    await answer({ kind: 'done', analysis });
  } catch (error) {
    await answer(failure(error));
  }
}

function failure(error: unknown): ChildMessage {
  const { message } = error as Error;
  if (error instanceof PartFileError) return { kind: 'refused', code: error.code, message };
  const memory =
    error instanceof RangeError && /allocation failed|invalid (typed )?array (buffer )?length/i.test(message);
  return { kind: 'failed', message: (error as Error).stack ?? String(error), memory };
}

function tell(message: ChildMessage): void {
  process.send!(message, undefined, undefined, () => undefined);
}

function answer(message: ChildMessage): Promise<void> {
  return new Promise((sent) =>
    process.send!(message, undefined, undefined, () => {
      sent();
      process.disconnect();
    }),
  );
}

/** When the machine runs out of memory, this process goes before the server does. */
function preferred(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Other systems choose by themselves.
  }
}
