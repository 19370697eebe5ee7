import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../../jobs/index.js';
import { BatchNotificationsResult } from '../batch-notifications.job.js';

export class EventNoticePayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  suggestionId!: string;
}

export class EventNoticeResult extends BatchNotificationsResult {}

export const EventNotice = defineJob<EventNoticePayload, EventNoticeResult>({
  name: 'event-notice',
  title: 'Message about an event',
  summary: 'One message to a user about a suggestion that belongs to an event in her calendar',
  payload: EventNoticePayload,
  result: EventNoticeResult,
  concurrency: 5,
  deadlineMs: 60_000,
  startableBy: [],
  beside: true,
  dedupe: ({ suggestionId }) => suggestionId,
});
