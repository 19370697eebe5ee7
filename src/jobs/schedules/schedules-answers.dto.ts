import { ApiProperty } from '@nestjs/swagger';
import { STATUSES } from '../ledger/job-row.js';
import { MISFIRE_POLICIES } from './misfire.js';
import { LISTED_A_DAY, ODD_DAYS } from './preview.js';
import { SLOT_STATES } from './slots.sql.js';

const instant = { type: String, format: 'date-time' } as const;

export class SchedulePause {
  @ApiProperty(instant) at!: Date;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) by!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

export class ScheduleResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ description: 'What it is, unique within the tenant.' }) key!: string;
  @ApiProperty({ description: 'Follows from the settings of a feature, and is changed there.' }) managed!: boolean;
  @ApiProperty({ example: 'room-generation-sweep' }) type!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
  @ApiProperty({ type: 'integer', nullable: true }) hotelId!: number | null;
  @ApiProperty({ example: '30 2 * * *' }) cron!: string;
  @ApiProperty({ example: 'Europe/Madrid' }) timezone!: string;
  @ApiProperty({ enum: ['skip', 'once', 'both'] }) dst!: string;
  @ApiProperty({ enum: MISFIRE_POLICIES }) misfire!: string;
  @ApiProperty() jitterSeconds!: number;
  @ApiProperty() graceSeconds!: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Seconds after its slot by which a job should be done.',
  })
  dueSeconds!: number | null;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ type: SchedulePause, nullable: true }) paused!: SchedulePause | null;
  @ApiProperty({ ...instant, nullable: true }) nextRunAt!: Date | null;
  @ApiProperty({ ...instant, nullable: true, description: 'The latest slot that got a job.' }) lastRunAt!: Date | null;
  @ApiProperty({ ...instant, isArray: true, description: 'The next five firings; none while it stands still.' })
  nextRuns!: Date[];
  @ApiProperty(instant) createdAt!: Date;
  @ApiProperty(instant) updatedAt!: Date;
}

export class ScheduleListResponse {
  @ApiProperty({ type: [ScheduleResponse] }) schedules!: ScheduleResponse[];
  @ApiProperty() total!: number;
}

export class PreviewDayResponse {
  @ApiProperty({ format: 'date', description: 'Local day.' }) date!: string;
  @ApiProperty({ description: 'Firings on this day.' }) count!: number;
  @ApiProperty({ ...instant, isArray: true, description: `The first ${LISTED_A_DAY} of them.` }) firings!: Date[];
  @ApiProperty({ enum: ODD_DAYS, nullable: true, description: 'Why it is not like the other days.' })
  odd!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class PreviewResponse {
  @ApiProperty() cron!: string;
  @ApiProperty() timezone!: string;
  @ApiProperty({ enum: ['skip', 'once', 'both'] }) dst!: string;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty() days!: number;
  @ApiProperty({ description: 'Firings in all.' }) count!: number;
  @ApiProperty({ type: [PreviewDayResponse], description: 'Days on which it fires, or oddly does not.' })
  firingDays!: PreviewDayResponse[];
}

export class SlotResponse {
  @ApiProperty({ format: 'uuid' }) scheduleId!: string;
  @ApiProperty({ type: String, nullable: true }) scheduleName!: string | null;
  @ApiProperty() scheduleKey!: string;
  @ApiProperty() type!: string;
  @ApiProperty({ type: 'integer', nullable: true }) hotelId!: number | null;
  @ApiProperty(instant) fireAt!: Date;
  @ApiProperty({
    enum: SLOT_STATES,
    description: 'missed: no job within the grace, passed over by the misfire policy, or its job was given up.',
  })
  state!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ enum: STATUSES, nullable: true }) jobStatus!: string | null;
  @ApiProperty({ ...instant, nullable: true, description: 'When its job was made.' }) firedAt!: Date | null;
  @ApiProperty({ ...instant, nullable: true }) waivedAt!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) waivedBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) waiveReason!: string | null;
  @ApiProperty({ ...instant, nullable: true }) backfilledAt!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) backfilledBy!: string | null;
}

export class SlotListResponse {
  @ApiProperty({ type: [SlotResponse] }) slots!: SlotResponse[];
  @ApiProperty() total!: number;
}

export class BackfillResponse {
  @ApiProperty({ description: 'Missed slots that fit.' }) matched!: number;
  @ApiProperty({ description: 'Those that run now; at most 1,000 a request.' }) backfilled!: number;
}
