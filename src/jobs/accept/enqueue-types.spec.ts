import { expect, it } from '@jest/globals';
import { IsInt } from 'class-validator';
import { defineJob } from '../contract/define-job.js';
import type { ScheduleInput } from '../schedules/schedules.service.js';
import type { JobsService } from './jobs.service.js';

class CleaningPayload {
  @IsInt() hotelId!: number;
  @IsInt() floor!: number;
}

const Cleaning = defineJob({ name: 'cleaning', summary: 'Cleans a floor', payload: CleaningPayload });

/** Never called: the compiler checks each line, and fails where an expected error does not occur. */
export async function misuse(jobs: JobsService, body: Record<string, unknown>): Promise<void> {
  await jobs.enqueue(Cleaning, { hotelId: 1, floor: 2 });
  // @ts-expect-error a field of another type
  await jobs.enqueue(Cleaning, { hotelId: '1', floor: 2 });
  // @ts-expect-error a field is missing
  await jobs.enqueue(Cleaning, { hotelId: 1 });
  // @ts-expect-error a field the payload does not have
  await jobs.enqueue(Cleaning, { hotelId: 1, floor: 2, tower: 3 });
  // @ts-expect-error data of unknown shape: enqueueUntyped() takes them
  await jobs.enqueue(Cleaning, body);
  await jobs.enqueueUntyped(Cleaning, body);

  await jobs.enqueueMany(Cleaning, [{ hotelId: 1, floor: 2 }]);
  // @ts-expect-error one of them lacks a field
  await jobs.enqueueMany(Cleaning, [{ hotelId: 1, floor: 2 }, { hotelId: 1 }]);
}

export const schedule: ScheduleInput<CleaningPayload> = {
  key: 'cleaning',
  contract: Cleaning,
  // @ts-expect-error a field is missing
  data: { hotelId: 1 },
  cron: '0 2 * * *',
  timezone: 'UTC',
};

it('payloads are checked by the compiler', () => {
  expect(misuse).toBeInstanceOf(Function);
});
