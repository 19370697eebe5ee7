import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { CELL_STATES } from '../../jobs/index.js';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';

const instant = { type: String, format: 'date-time' } as const;
const noInstant = { ...instant, nullable: true } as const;
const hotel = { type: 'integer', nullable: true } as const;

/** A page of hotels; the lists beside the board are of all of them. */
export class NightQuery extends PageQuery {
  @ApiPropertyOptional({ type: 'integer', description: 'This hotel only' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class NightCellResponse {
  @ApiProperty({ example: 'invoice-generation' }) kind!: string;
  @ApiProperty({
    enum: CELL_STATES,
    description: 'Of its worst slot; failed, dead and cancelled say what became of the job of a missed slot.',
  })
  state!: string;
  @ApiProperty({ format: 'uuid' }) scheduleId!: string;
  @ApiProperty({ ...instant, description: 'The slot.' }) fireAt!: Date;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'RUNNING' }) jobStatus!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, maximum: 100 }) progress!: number | null;
  @ApiProperty(noInstant) startedAt!: Date | null;
  @ApiProperty(noInstant) completedAt!: Date | null;
  @ApiProperty({ ...noInstant, description: 'When it should be done.' }) dueBy!: Date | null;
  @ApiProperty({ description: 'Slots so far; the next one is written ahead.' }) slots!: number;
  @ApiProperty({ description: 'Of these, how many are done.' }) done!: number;
  @ApiProperty({ description: 'Of the last runs of the schedule, 20 at most, two months back.' }) runs!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Half of them took at most so many ms.' })
  p50Ms!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Nineteen of twenty took at most so many ms.' })
  p95Ms!: number | null;
  @ApiProperty({ ...noInstant, description: 'When it is done, should it take as long as p95.' })
  expectedEnd!: Date | null;
  @ApiProperty({ description: 'It will not be done by its dueBy, or is late already.' }) atRisk!: boolean;
}

export class NightHotelResponse {
  @ApiProperty({ type: 'integer' }) hotelId!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ format: 'date', description: "Of the night's evening." }) date!: string;
  @ApiProperty({ ...instant, description: "Noon by the hotel's clock." }) from!: Date;
  @ApiProperty({ ...instant, description: 'Noon of the next day.' }) to!: Date;
  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The date its books are open for; null: nothing has been posted yet.',
  })
  businessDate!: string | null;
  @ApiProperty({ type: [NightCellResponse] }) cells!: NightCellResponse[];
}

export class NightJobErrorResponse {
  @ApiProperty({ example: 'CATEGORY_GONE' }) code!: string;
  @ApiProperty() message!: string;
}

export class NightNeedResponse {
  @ApiProperty({
    enum: ['dead', 'missed', 'failed-items', 'blockers', 'closable', 'channel-report'],
    description:
      'dead: a job was given up; missed: a slot got no job in time; failed-items: a job was done all but some items; blockers: a business day is over and cannot be closed; closable: it is over and nothing keeps it from being closed; channel-report: a channel is to be told by `at` that a guest did not come.',
  })
  what!: string;
  @ApiProperty(hotel) hotelId!: number | null;
  @ApiProperty(noInstant) at!: Date | null;
  @ApiPropertyOptional({ description: 'Kind of the job.' }) kind?: string;
  @ApiPropertyOptional({ format: 'uuid' }) jobId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Of dead: the dead letter.' }) letterId?: string;
  @ApiPropertyOptional({ description: 'Of dead: its group, as /jobs/dead-letters/groups names it.' })
  fingerprint?: string;
  @ApiPropertyOptional({ type: NightJobErrorResponse, description: 'Of dead.' }) error?: NightJobErrorResponse;
  @ApiPropertyOptional({ format: 'uuid', description: 'Of missed; its slot is `at`.' }) scheduleId?: string;
  @ApiPropertyOptional({ type: String, nullable: true }) scheduleName?: string | null;
  @ApiPropertyOptional({ description: 'Of failed-items: how many.' }) items?: number;
  @ApiPropertyOptional({ format: 'date', description: 'Of blockers and closable.' }) businessDate?: string;
  @ApiPropertyOptional({ description: 'Of blockers: guests still expected.' }) arrivals?: number;
  @ApiPropertyOptional({ description: 'Of blockers: guests that were to leave.' }) departures?: number;
  @ApiPropertyOptional({ type: [String], description: 'Of blockers: jobs of the night that have not run.' })
  nightJobs?: string[];
  @ApiPropertyOptional({ format: 'uuid', description: 'Of channel-report.' }) bookingId?: string;
  @ApiPropertyOptional({ description: 'Of channel-report: who did not come.' }) guest?: string;
  @ApiPropertyOptional({ example: 'booking.com', description: 'Of channel-report: who is to be told.' })
  channel?: string;
}

export class NightNextResponse {
  @ApiProperty({ format: 'uuid' }) scheduleId!: string;
  @ApiProperty({ type: String, nullable: true }) scheduleName!: string | null;
  @ApiProperty() kind!: string;
  @ApiProperty(hotel) hotelId!: number | null;
  @ApiProperty(instant) at!: Date;
}

export class NightResponse {
  @ApiProperty({ format: 'date', description: 'Of the evening; of present nights, that of the hotel furthest behind.' })
  date!: string;
  @ApiProperty({ ...instant, description: "The server's clock." }) now!: Date;
  @ApiProperty({ type: [String], description: 'Kinds with a cell here, in the order of the night.' }) kinds!: string[];
  @ApiProperty({ type: [NightHotelResponse] }) hotels!: NightHotelResponse[];
  @ApiProperty({ description: 'Hotels in all.' }) total!: number;
  @ApiProperty({ type: [NightNeedResponse], description: 'What somebody has to look at, the worst first.' })
  needs!: NightNeedResponse[];
  @ApiProperty({ description: 'How many there are, also beyond those listed.' }) needsTotal!: number;
  @ApiProperty({ type: [NightNextResponse], description: 'What fires next.' }) next!: NightNextResponse[];
}
