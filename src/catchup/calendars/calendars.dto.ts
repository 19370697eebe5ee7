import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { IsInstant } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import type { SourceKind } from '../sources/calendar-source.js';
import type { CalendarEvent } from './calendar-events.js';
import type { CalendarView } from './calendars.service.js';

const TROUBLES = [
  'gone',
  'calendar_lost',
  'refused_in_full',
  'refused',
  'busy',
  'away',
  'needs_reauth',
  'misconfigured',
  'incomplete',
];

export class CalendarResponse implements CalendarView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) accountId!: string;
  @ApiProperty({ enum: ['google', 'caldav', 'ics'] }) source!: SourceKind;
  @ApiProperty({ example: 'ana@example.com' }) accountName!: string;
  @ApiProperty({
    enum: ['active', 'needs_reauth'],
    description: 'needs_reauth: nothing of it is read until you connect it again',
  })
  accountState!: CalendarView['accountState'];
  @ApiProperty({ example: 'Family' }) name!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Europe/Lisbon' }) timezone!: string | null;
  @ApiProperty({ example: 'owner', description: 'owner, writer, reader, or freeBusyReader: times without titles' })
  accessRole!: string;
  @ApiProperty() primary!: boolean;
  @ApiProperty({ description: 'Whether it is read' }) selected!: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: [...TROUBLES, null],
    description:
      'Why it is not read at the moment. gone: its provider lists it no more; calendar_lost: you may not read it any more; refused_in_full, refused: its provider does not answer our requests; incomplete: it is read, but for some of its events (leftOut); others pass',
  })
  trouble!: string | null;

  @ApiProperty({ type: Date, nullable: true }) troubleAt!: Date | null;

  @ApiProperty({
    description: 'Events and series that could not be read, because they are broken or endless: their time looks free',
  })
  leftOut!: number;

  @ApiProperty({ type: Date, nullable: true }) lastReadAt!: Date | null;
}

export class CalendarsResponse {
  @ApiProperty({ type: [CalendarResponse] }) calendars!: CalendarResponse[];
  @ApiProperty() total!: number;
  @ApiProperty({
    type: Date,
    nullable: true,
    description:
      'When they are read next by themselves: null where no account can be read. A calendar whose provider tells of changes is read when it does',
  })
  nextReadAt!: Date | null;
}

export class SelectCalendarsRequest {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    maxItems: 200,
    description:
      'Ids of the calendars that are to be read; all others are not, and their events are deleted here at once',
  })
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  selected!: string[];
}

export class SelectCalendarsResponse extends CalendarsResponse {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The job that reads them; null: nothing has changed',
  })
  jobId!: string | null;
}

export class CalendarSyncResponse {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
}

export class EventsQuery extends PageQuery {
  @ApiProperty({ format: 'date-time', example: '2026-12-01T00:00:00Z' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time', example: '2026-12-08T00:00:00Z', description: 'At most 400 days after `from`' })
  @IsInstant()
  to!: string;
}

export class EventResponse implements CalendarEvent {
  @ApiProperty({ format: 'uuid' }) calendarId!: string;
  @ApiProperty() externalId!: string;
  @ApiProperty() start!: Date;
  @ApiProperty({ description: 'Not included' }) end!: Date;
  @ApiProperty() allDay!: boolean;
  @ApiProperty({ enum: ['confirmed', 'tentative'] }) status!: CalendarEvent['status'];
  @ApiProperty({ description: 'Shown as free' }) transparent!: boolean;
  @ApiProperty({ example: 'default' }) eventType!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['needsAction', 'declined', 'tentative', 'accepted', null],
    description: 'Your answer to the invitation; null: your own event',
  })
  response!: CalendarEvent['response'];

  @ApiProperty({ type: String, nullable: true }) summary!: string | null;
  @ApiProperty({ type: [String], description: 'Addresses of the others' }) attendees!: string[];
}

export class EventsResponse {
  @ApiProperty({ type: [EventResponse] }) events!: EventResponse[];
  @ApiProperty() total!: number;
}
