import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven, NullIsLeftOut } from '../../platform/http/fields.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import type { PlanUnit } from './plan.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;
const MODES = ['fixed', 'floating'] as const;
const UNITS = ['day', 'week', 'month'] as const;
const READING_KINDS = ['reading', 'reset', 'correction'] as const;
const MOST = 9_999_999_999;
const IsReading = () => IsNumber({ maxDecimalPlaces: 2 });

export class EquipmentQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;
}

export class CreateEquipmentRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: 'Boiler' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Room it stands in' })
  @ValidateIf(isThere)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId?: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'h',
    description: 'What its meter counts; null: no meter',
  })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 20)
  meterUnit?: string | null;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class UpdateEquipmentRequest extends PartialType(OmitType(CreateEquipmentRequest, ['hotelId']), {
  skipNullProperties: false,
}) {}

export class EquipmentResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ type: Number, nullable: true }) roomId!: number | null;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) meterUnit!: string | null;
  @ApiProperty() active!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: 'What its meter shows' }) reading!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '2027-03-01' }) readOn!: string | null;
}

export class EquipmentListResponse {
  @ApiProperty({ type: [EquipmentResponse] }) equipment!: EquipmentResponse[];
  @ApiProperty() total!: number;
}

export class ReadingRequest {
  @ApiProperty({ example: 1240.5, minimum: 0 })
  @IsReading()
  @Min(0)
  @Max(MOST)
  value!: number;

  @ApiPropertyOptional({ example: '2027-03-01', description: "Default: the hotel's today" })
  @NullIsLeftOut()
  @IsDate()
  readOn?: string;

  @ApiPropertyOptional({
    enum: READING_KINDS,
    default: 'reading',
    description: 'reset: set back or replaced, shows this now; correction: the last reading was wrong',
  })
  @IfGiven()
  @IsIn(READING_KINDS)
  kind?: (typeof READING_KINDS)[number];
}

export class ReadingResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: '2027-03-01' }) readOn!: string;
  @ApiProperty() value!: number;
  @ApiProperty({ enum: READING_KINDS }) kind!: string;
}

export class ReadingsResponse {
  @ApiProperty({ type: [ReadingResponse] }) readings!: ReadingResponse[];
  @ApiProperty() total!: number;
}

export class SeasonWindow {
  @ApiProperty({ example: '11-15', description: 'First day, MM-DD' })
  @Matches(/^\d\d-\d\d$/, { message: 'from must be a day such as 11-15' })
  from!: string;

  @ApiProperty({ example: '03-15', description: 'Last day, included; before `from`: of the next year' })
  @Matches(/^\d\d-\d\d$/, { message: 'to must be a day such as 03-15' })
  to!: string;
}

export class SeasonRequest {
  @ApiPropertyOptional({ type: [Number], example: [5, 6, 7, 8, 9], description: 'Months, 1 to 12' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(12)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(12, { each: true })
  months?: number[];

  @ApiPropertyOptional({ type: [SeasonWindow] })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(12)
  @ValidateNested({ each: true })
  @Type(() => SeasonWindow)
  windows?: SeasonWindow[];
}

export class SeasonResponse {
  @ApiProperty({ type: [Number] }) months!: number[];
  @ApiProperty({ type: [SeasonWindow] }) windows!: SeasonWindow[];
}

export class CreateScheduleRequest {
  @ApiProperty({ example: 'Inspection of the burner' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiProperty({ enum: MODES, description: 'fixed: from the anchor date; floating: from when it was done last' })
  @IsIn(MODES)
  mode!: (typeof MODES)[number];

  @ApiProperty({ minimum: 1, maximum: 1000, example: 3 })
  @IsInt()
  @Min(1)
  @Max(1000)
  everyN!: number;

  @ApiProperty({ enum: UNITS })
  @IsIn(UNITS)
  unit!: PlanUnit;

  @ApiProperty({ example: '2027-04-15', description: 'First due date; a fixed plan keeps its day' })
  @IsDate()
  anchorDate!: string;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 300, description: 'Also due after so much use' })
  @ValidateIf(isThere)
  @IsReading()
  @Min(0.01)
  @Max(MOST)
  everyUsage?: number | null;

  @ApiPropertyOptional({ default: 0, minimum: 0, maximum: 365, description: 'Orders are made so many days ahead' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(365)
  leadDays?: number;

  @ApiPropertyOptional({
    type: SeasonRequest,
    nullable: true,
    description: 'Due in this part of the year only; null: always',
  })
  @ValidateIf(isThere)
  @ValidateNested()
  @Type(() => SeasonRequest)
  season?: SeasonRequest | null;

  @ApiPropertyOptional({ example: '2027-01-10', description: 'When it was done last' })
  @NullIsLeftOut()
  @IsDate()
  lastDoneOn?: string;

  @ApiPropertyOptional({ description: 'What the meter showed then; default: what it shows now' })
  @NullIsLeftOut()
  @IsReading()
  @Min(0)
  @Max(MOST)
  lastDoneReading?: number;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class UpdateScheduleRequest extends PartialType(CreateScheduleRequest, { skipNullProperties: false }) {}

export class MaintenanceScheduleResponse {
  @ApiProperty() id!: number;
  @ApiProperty() equipmentId!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: MODES }) mode!: string;
  @ApiProperty() everyN!: number;
  @ApiProperty({ enum: UNITS }) unit!: string;
  @ApiProperty({ example: '2027-04-15' }) anchorDate!: string;
  @ApiProperty({ type: Number, nullable: true }) everyUsage!: number | null;
  @ApiProperty() leadDays!: number;
  @ApiProperty({ type: SeasonResponse, nullable: true }) season!: SeasonResponse | null;
  @ApiProperty() active!: boolean;
  @ApiProperty({ type: String, nullable: true }) lastDoneOn!: string | null;
  @ApiProperty({ type: Number, nullable: true }) lastDoneReading!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Reading at which it is due' }) dueReading!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'When the meter is expected to show it, at its present pace',
  })
  projectedDue!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '2027-04-15', description: 'Null: not active' })
  nextDue!: string | null;
  @ApiProperty({
    enum: ['calendar', 'meter', 'order'],
    nullable: true,
    description: 'What decides it; order: a work order is open, and due then',
  })
  nextDueBy!: string | null;
}

export class MaintenanceSchedulesResponse {
  @ApiProperty({ type: [MaintenanceScheduleResponse] }) schedules!: MaintenanceScheduleResponse[];
  @ApiProperty() total!: number;
}
