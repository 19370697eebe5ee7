import { randomUUID } from 'node:crypto';
import Bull from 'bull';

/** Bull itself, as its README shows it; a job lives in Redis alone and is gone when it is done. */
export async function open({ redisUrl, concurrency }) {
  const queue = new Bull(`raw-${randomUUID().slice(0, 8)}`, redisUrl, {
    defaultJobOptions: { removeOnComplete: true },
  });
  queue.on('error', () => undefined);
  await queue.isReady();
  let handle;
  return {
    add: (payload) => queue.add(payload),
    addMany: (payloads) => queue.addBulk(payloads.map((data) => ({ data }))),
    async work(handler) {
      const first = handle === undefined;
      handle = handler;
      if (first) void queue.process(concurrency, (job) => handle(job.data));
      else await queue.resume(true);
    },
    stop: () => queue.pause(true),
    async unfinished() {
      const { waiting, active, paused } = await queue.getJobCounts();
      return waiting + active + paused;
    },
  };
}
