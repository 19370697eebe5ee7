import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import type { BusyReason, IgnoredReason } from './busy.js';
import type { NotFreeReason } from './why-not-free.js';

export const BUSY: BusyReason[] = [
  ...(['event', 'all_day_event', 'tentative_event', 'pending_invitation', 'out_of_office'] as const),
  ...(['focus_time', 'manual_block', 'commute'] as const),
];
const NOT_FREE: NotFreeReason[] = [
  'past',
  'outside_windows',
  'quiet_hours',
  'not_read',
  ...BUSY,
  'buffer',
  'travel',
  'too_short',
];
export const IGNORED: IgnoredReason[] = [
  ...(['cancelled', 'declined', 'marked_free', 'working_location', 'all_day_ignored', 'pending_ignored'] as const),
  'no_duration',
];
const MEDIA = ['in_person', 'call'] as const;

class WishQuery {
  @ApiPropertyOptional({ minimum: 10, maximum: 480, description: 'How long the meeting is' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(10)
  @Max(480)
  minutes?: number;

  @ApiPropertyOptional({ enum: MEDIA, description: 'in_person: the time on the way is kept free as well' })
  @IfGiven()
  @IsIn(MEDIA)
  medium?: (typeof MEDIA)[number];
}

export class UserAvailabilityQuery extends WishQuery {
  @ApiProperty({ format: 'date-time', example: '2027-03-01T00:00:00Z' }) @IsInstant() from!: string;
  @ApiProperty({
    format: 'date-time',
    example: '2027-03-08T00:00:00Z',
    description: 'Excluded; at most 62 days after `from`',
  })
  @IsInstant()
  to!: string;
}

export class WhyQuery extends WishQuery {
  @ApiProperty({ format: 'date-time', example: '2027-03-01T18:00:00Z' }) @IsInstant() at!: string;
}

export class TimeSpan {
  @ApiProperty({ format: 'date-time' }) start!: Date;
  @ApiProperty({ format: 'date-time', description: 'Excluded' }) end!: Date;
}

export class FreeTimeResponse extends TimeSpan {
  @ApiProperty() minutes!: number;
}

export class FreeSlotResponse extends TimeSpan {
  @ApiProperty({ example: 0.6, description: 'How likely it stays free, by the last eight weeks; for ranking only' })
  p!: number;
}

export class BusyTimeResponse extends TimeSpan {
  @ApiProperty({ enum: BUSY, isArray: true }) reasons!: BusyReason[];
}

export class CalendarsReadResponse {
  @ApiProperty({ description: 'How many calendars are read; without one, nothing is known to be busy' }) count!: number;
  @ApiProperty({
    type: Date,
    nullable: true,
    description: 'When the one was read that was not read for longest; null: not all were',
  })
  readAt!: Date | null;
  @ApiProperty({
    type: Date,
    nullable: true,
    description:
      'What is in them from then on is not known yet; the begin of 1970 while one has never been read; null: there is none',
  })
  readUntil!: Date | null;
}

export class UserAvailabilityResponse {
  @ApiProperty({ example: 'Europe/Madrid', description: 'Of your preferences; windows and quiet hours are local here' })
  timezone!: string;
  @ApiProperty({ type: [FreeTimeResponse], description: 'From now on, as far as calendars are read' })
  free!: FreeTimeResponse[];
  @ApiProperty({
    type: [FreeSlotResponse],
    description: 'Starting at full quarters of an hour; none without `minutes`',
  })
  slots!: FreeSlotResponse[];
  @ApiProperty({ type: [BusyTimeResponse], description: 'Merged; without the buffers beside it' })
  busy!: BusyTimeResponse[];
  @ApiProperty({ type: CalendarsReadResponse }) calendars!: CalendarsReadResponse;
}

export class NotFreeReasonResponse {
  @ApiProperty({ enum: NOT_FREE }) reason!: NotFreeReason;
  @ApiProperty({ example: 'Some of it is in your quiet hours.' }) text!: string;
  @ApiProperty({ type: Date, nullable: true }) start!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) end!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the event or block' }) title!: string | null;
}

export class IgnoredEventResponse extends TimeSpan {
  @ApiProperty({ enum: IGNORED }) reason!: IgnoredReason;
  @ApiProperty({ type: String, nullable: true }) title!: string | null;
}

export class WhyNotFreeResponse extends TimeSpan {
  @ApiProperty({ example: 'Europe/Madrid' }) timezone!: string;
  @ApiProperty() free!: boolean;
  @ApiProperty({ type: [NotFreeReasonResponse], description: 'All of them; empty when it is free' })
  reasons!: NotFreeReasonResponse[];
  @ApiProperty({ type: [IgnoredEventResponse], description: 'Events at that time that leave it free' })
  ignored!: IgnoredEventResponse[];
  @ApiProperty({ type: CalendarsReadResponse }) calendars!: CalendarsReadResponse;
}
