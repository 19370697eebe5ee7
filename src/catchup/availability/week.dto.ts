import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { BUSY, CalendarsReadResponse, FreeTimeResponse, IGNORED, TimeSpan } from './availability.dto.js';
import type { BusyReason, IgnoredReason } from './busy.js';

export class WeekQuery {
  @ApiPropertyOptional({
    example: '2026-10-25',
    description: 'A day of the week, which begins on its Monday; default: your present day',
  })
  @IfGiven()
  @IsDate()
  date?: string;
}

export class WeekDayResponse extends TimeSpan {
  @ApiProperty({ example: '2026-10-25' }) date!: string;
  @ApiProperty({ type: [TimeSpan], description: 'Your working windows, as far as they lie on this day' })
  windows!: TimeSpan[];
  @ApiProperty({ type: [TimeSpan], description: 'Your quiet hours, as far as they lie on this day' })
  quiet!: TimeSpan[];
}

export class WeekEventResponse extends TimeSpan {
  @ApiProperty() allDay!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Null: its calendar tells times only' })
  title!: string | null;
  @ApiProperty({ example: 'Family', description: 'Name of its calendar' }) calendar!: string;
  @ApiProperty({ description: 'Whether it keeps its time busy' }) blocks!: boolean;
  @ApiProperty({ enum: [...BUSY, ...IGNORED], description: 'What it blocks as, or why it leaves its time free' })
  reason!: BusyReason | IgnoredReason;
}

export class WeekBlockResponse extends TimeSpan {
  @ApiProperty({ format: 'uuid', description: 'Of the block: one that holds every week comes for each of its days' })
  id!: string;
  @ApiProperty({ enum: ['busy', 'commute'] }) kind!: 'busy' | 'commute';
  @ApiProperty({ type: String, nullable: true }) title!: string | null;
  @ApiProperty({ description: 'Whether it holds every week' }) weekly!: boolean;
}

export class WeekResponse {
  @ApiProperty({ example: 'Europe/Lisbon', description: 'Of your preferences; all days are local here' })
  timezone!: string;
  @ApiProperty({ example: '2026-10-26', description: 'Your present day' }) today!: string;
  @ApiProperty({
    type: [WeekDayResponse],
    description: 'Monday to Sunday, each from its midnight to the next: 23 or 25 hours where clocks are changed',
  })
  days!: WeekDayResponse[];
  @ApiProperty({ type: [WeekEventResponse], description: 'By their begin' }) events!: WeekEventResponse[];
  @ApiProperty({ type: [WeekBlockResponse] }) blocks!: WeekBlockResponse[];
  @ApiProperty({ type: [FreeTimeResponse], description: 'From now on, as far as calendars are read' })
  free!: FreeTimeResponse[];
  @ApiProperty({ type: CalendarsReadResponse }) calendars!: CalendarsReadResponse;
}
