import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { IsInt, Min } from 'class-validator';
import {
  defineJob,
  type JobContext,
  type JobHandler,
  JobsModule,
  NotSentError,
  Processor,
} from '../../src/jobs/index.js';
import { type JobsKit } from '../../src/jobs/testing/index.js';
import { startKit } from '../support/jobs-kit.js';

class RemindersPayload {
  @IsInt() @Min(1) guests!: number;
}

/** What the outside does when it is called; each test says. */
let send: (guest: number) => Promise<{ id: string }>;

const SendReminders = defineJob<RemindersPayload, { sent: number; slot: string }>({
  name: 'test-send-reminders',
  summary: 'Writes to guests, one by one',
  payload: RemindersPayload,
  attempts: 2,
  backoff: { type: 'fixed', delayMs: 3_600_000 },
});

@Processor(SendReminders)
class SendRemindersProcessor implements JobHandler<RemindersPayload, { sent: number; slot: string }> {
  async handle({ guests }: RemindersPayload, ctx: JobContext) {
    let sent = 0;
    for (let guest = 1; guest <= guests; guest++) {
      const { receipt } = await ctx.effect<{ id: string }>({ key: `reminder:${guest}`, kind: 'mail' }, () =>
        send(guest),
      );
      ctx.item(`guest-${guest}`, 'ok', { data: { ...receipt } });
      sent++;
    }
    return { sent, slot: ctx.scheduledFor.toISOString() };
  }
}

@Module({ imports: [JobsModule.forFeature(SendReminders)], providers: [SendRemindersProcessor] })
class RemindersModule {}

describe('the kit for tests of job kinds', () => {
  let kit: JobsKit;
  let stop: () => Promise<void>;
  beforeAll(async () => ({ kit, stop } = await startKit([RemindersModule])));
  afterAll(() => stop());

  it('runs a kind and tells its result, items and effects', async () => {
    send = (guest) => Promise.resolve({ id: `m-${guest}` });
    const run = await kit.run(SendReminders, { guests: 2 });
    expect(run).toMatchObject({ status: 'completed', attempts: 1, result: { sent: 2 } });
    expect(run.items).toMatchObject([
      { key: 'guest-1', outcome: 'ok', data: { id: 'm-1' } },
      { key: 'guest-2', outcome: 'ok', data: { id: 'm-2' } },
    ]);
    expect(run.effects).toMatchObject([
      { key: 'reminder:1', kind: 'mail', state: 'done', receipt: { id: 'm-1' } },
      { key: 'reminder:2', kind: 'mail', state: 'done', receipt: { id: 'm-2' } },
    ]);
  });

  it('runs it as for a slot of the past', async () => {
    const at = new Date('2026-03-29T02:30:00Z');
    const run = await kit.run(SendReminders, { guests: 1 }, { at, tenantId: await kit.addTenant() });
    expect(run.result.slot).toBe(at.toISOString());
  });

  it('brings a back-off of an hour nearer', async () => {
    const tenantId = await kit.addTenant();
    let calls = 0;
    send = (guest) =>
      ++calls === 1
        ? Promise.reject(new NotSentError('connection refused'))
        : Promise.resolve({ id: `again-${guest}` });
    const id = await kit.enqueue(SendReminders, { guests: 1 }, { tenantId });
    await kit.waiting(id);
    await kit.advance(3_600_000);
    const run = await kit.ended(id, tenantId);
    expect(run).toMatchObject({ status: 'completed', attempts: 2 });
    expect(run.attemptLog.map(({ outcome }) => outcome)).toEqual(['failed', 'completed']);
    expect(run.effects).toMatchObject([{ receipt: { id: 'again-1' } }]);
  });

  it('tells what a job that failed for good left: a call nobody knows the outcome of', async () => {
    send = () => Promise.reject(new Error('the connection broke'));
    const tenantId = await kit.addTenant();
    const run = await kit.run(SendReminders, { guests: 1 }, { tenantId });
    expect(run).toMatchObject({ status: 'failed', error: { code: 'EFFECT_UNKNOWN' }, items: [] });
    expect(run.effects).toMatchObject([{ state: 'unknown', receipt: null }]);
    await kit.drain();
  });
});
