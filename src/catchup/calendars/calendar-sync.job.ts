import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class CalendarSyncPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;

  @ApiPropertyOptional({ description: 'Of the schedule: what has been read since its slot is left alone' })
  @IsOptional()
  @IsBoolean()
  routine?: boolean;
}

/** Counts only: who may see jobs may not see calendars. */
export class CalendarSyncResult {
  @ApiProperty({ description: 'Calendars that were read' }) calendars!: number;
  @ApiProperty({ description: 'Of these, in full' }) full!: number;
  @ApiProperty({ description: 'Events that the providers told' }) upserted!: number;
  @ApiProperty({ description: 'Deletions that they told' }) deleted!: number;
  @ApiProperty({ description: 'Events that were missing in a full reading' }) dropped!: number;
  @ApiProperty({ description: 'What they told twice, or outside the time that is read' }) ignored!: number;
}

export const CalendarSync = defineJob<CalendarSyncPayload, CalendarSyncResult>({
  name: 'calendar-sync',
  title: 'Calendar sync',
  summary: "Read a user's calendars: what has changed, or everything",
  payload: CalendarSyncPayload,
  result: CalendarSyncResult,
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 2_000 },
  // They mostly wait for their providers.
  concurrency: 10,
  // Forty-eight a day for each user. As long as the slots of their schedules (SyncSchedules).
  keepDays: 7,
  dedupe: ({ userId }) => userId,
  // Each user starts it for herself by its own route, and as many as have calendars run every half an hour.
  startableBy: [],
  beside: true,
});
