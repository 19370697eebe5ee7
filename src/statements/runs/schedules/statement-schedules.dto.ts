import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { OrNull } from '../../parties/fields.js';
import { CALCULATION_TYPES, type CalculationType } from '../../statements/statement-types.js';
import { type Grouping, GROUPINGS } from '../run-params.js';
import { PERIOD_RULES, type PeriodRule, type Rhythm, RHYTHMS } from './schedule-rule.js';

const MOST_SKIPPED = 100;

export class CreateStatementScheduleRequest {
  @ApiProperty({ example: 'Month end' })
  @IsWords(200)
  name!: string;

  @ApiProperty({ enum: RHYTHMS })
  @IsIn(RHYTHMS)
  rhythm!: Rhythm;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 31,
    description: 'Of a monthly one; in a shorter month its last day, so 31 is always the last',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(31)
  dayOfMonth?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 7,
    description: 'Of the others: 1 Monday to 7 Sunday',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(7)
  weekday?: number;

  @ApiPropertyOptional({
    format: 'date',
    description: 'A biweekly one fires in the week of this date and in every second one from there; default: this week',
  })
  @IfGiven()
  @IsDate()
  @IsDateString({ strict: true })
  anchorDate?: string;

  @ApiPropertyOptional({ example: '06:00', default: '06:00', description: "HH:MM in the manager's zone" })
  @IfGiven()
  @IsString()
  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'localTime must be a time such as 06:00' })
  localTime?: string;

  @ApiPropertyOptional({
    enum: PERIOD_RULES,
    description: 'Which days are stated; default: as often as it runs. Weeks begin on Monday.',
  })
  @IfGiven()
  @IsIn(PERIOD_RULES)
  period?: PeriodRule;

  @ApiPropertyOptional({
    enum: CALCULATION_TYPES,
    nullable: true,
    type: String,
    description: 'Null, as by default: as each agreement says',
  })
  @OrNull()
  @IsIn(CALCULATION_TYPES)
  calculationType?: CalculationType | null;

  @ApiPropertyOptional({ enum: GROUPINGS, default: 'listing' })
  @IfGiven()
  @IsIn(GROUPINGS)
  grouping?: Grouping;

  @ApiPropertyOptional({ type: [String], format: 'date', description: 'Local dates on which it does not run' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MOST_SKIPPED)
  @IsDate({ each: true })
  @IsDateString({ strict: true }, { each: true })
  skipDates?: string[];

  @ApiPropertyOptional({ default: true, description: 'Mail to you whenever a run is done' })
  @IfGiven()
  @IsBoolean()
  notify?: boolean;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class UpdateStatementScheduleRequest extends PartialType(CreateStatementScheduleRequest, {
  skipNullProperties: false,
}) {}

export class StatementScheduleResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: RHYTHMS }) rhythm!: Rhythm;
  @ApiProperty({ type: 'integer', nullable: true }) dayOfMonth!: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) weekday!: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) anchorDate!: string | null;
  @ApiProperty() localTime!: string;
  @ApiProperty({ enum: PERIOD_RULES }) period!: PeriodRule;
  @ApiProperty({ enum: CALCULATION_TYPES, nullable: true, type: String }) calculationType!: CalculationType | null;
  @ApiProperty({ enum: GROUPINGS }) grouping!: Grouping;
  @ApiProperty({ type: [String], format: 'date' }) skipDates!: string[];
  @ApiProperty() notify!: boolean;
  @ApiProperty() active!: boolean;
  @ApiProperty({ example: 'Europe/Lisbon', description: 'The zone of the settings; UTC as long as there are none' })
  timezone!: string;
  @ApiProperty({ type: [String], format: 'date-time', description: 'Its next firings' }) nextRuns!: Date[];
}

export class StatementSchedulesResponse {
  @ApiProperty({ type: [StatementScheduleResponse] }) schedules!: StatementScheduleResponse[];
  @ApiProperty() total!: number;
}
