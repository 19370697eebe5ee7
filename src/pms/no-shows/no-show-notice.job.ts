import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class NoShowNoticePayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  bookingId!: string;
}

export class NoShowNoticeResult {
  @ApiProperty({ enum: ['SENT', 'NO_MAIL_SERVER', 'NO_ADDRESS', 'REINSTATED'] }) outcome!: string;
}

export const NoShowNotice = defineJob({
  name: 'no-show-notice',
  title: 'Message about a no-show',
  summary: 'Tells a guest by mail that the booking was taken for a no-show, and what was charged; once',
  payload: NoShowNoticePayload,
  result: NoShowNoticeResult,
  attempts: 8,
  backoff: { type: 'exponential', delayMs: 30_000, maxMs: 3_600_000 },
  // Made by the no-show check only: started by hand, it could report a no-show that did not happen.
  startableBy: [],
  beside: true,
});
