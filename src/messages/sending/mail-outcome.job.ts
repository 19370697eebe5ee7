import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { MAIL_STATES, type MailState } from '../../platform/mail/outbox-rules.js';

export class MailOutcomePayload {
  @ApiProperty({ format: 'uuid', description: 'The job that was to send the mail' })
  @IsUUID()
  jobId!: string;
}

export class MailOutcomeResult {
  @ApiProperty({ type: String, enum: MAIL_STATES, nullable: true, description: 'Of the mail; null: there is none' })
  state!: MailState | null;
}

/** Made by the end of an e-mail's job (jobs/job-end/follow-ups.sql.ts, which has its name and its attempts). */
export const MailOutcomeJob = defineJob<MailOutcomePayload, MailOutcomeResult>({
  name: 'mail-outcome',
  title: 'End of a mail without a job',
  summary: 'Gives up a mail whose job was cancelled or has died, and tells whoever asked for it',
  payload: MailOutcomePayload,
  result: MailOutcomeResult,
  concurrency: 5,
  attempts: 5,
  backoff: { type: 'exponential', delayMs: 10_000 },
  deadlineMs: 30_000,
  startableBy: [],
  beside: true,
});
