import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import type { PlanUnit } from './plan.js';
import { ORDER_STATES, type OrderState } from './work-orders.repository.js';

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
  @IsOptional()
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

  @ApiPropertyOptional({ example: '2027-01-10', description: 'When it was done last' })
  @IsOptional()
  @IsDate()
  lastDoneOn?: string;

  @ApiPropertyOptional({ description: 'What the meter showed then; default: what it shows now' })
  @IsOptional()
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
}

export class MaintenanceSchedulesResponse {
  @ApiProperty({ type: [MaintenanceScheduleResponse] }) schedules!: MaintenanceScheduleResponse[];
  @ApiProperty() total!: number;
}

export class WorkOrdersQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  equipmentId?: number;

  @ApiPropertyOptional({ enum: ORDER_STATES })
  @IsOptional()
  @IsIn(ORDER_STATES)
  state?: OrderState;
}

export class CompleteOrderRequest {
  @ApiPropertyOptional({ example: '2027-04-12', description: "Default: the hotel's today" })
  @IsOptional()
  @IsDate()
  completedOn?: string;

  @ApiPropertyOptional({ example: 1310, description: 'What the meter shows' })
  @IsOptional()
  @IsReading()
  @Min(0)
  @Max(MOST)
  reading?: number;

  @ApiPropertyOptional({ example: 'Nozzle replaced' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  note?: string;
}

export class CancelOrderRequest {
  @ApiPropertyOptional({ example: 'Sold' })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  note?: string;
}

export class WorkOrderResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty() equipmentId!: number;
  @ApiProperty({ example: 'Boiler' }) equipment!: string;
  @ApiProperty() scheduleId!: number;
  @ApiProperty({ example: 'Inspection of the burner' }) work!: string;
  @ApiProperty({ example: '2027-04-15' }) dueDate!: string;
  @ApiProperty({ type: Number, nullable: true }) dueReading!: number | null;
  @ApiProperty({ enum: ['calendar', 'meter'] }) cause!: string;
  @ApiProperty({ enum: ORDER_STATES }) state!: OrderState;
  @ApiProperty({ description: 'Later due dates that passed while it was open' }) missed!: number;
  @ApiProperty({ type: String, nullable: true }) completedOn!: string | null;
  @ApiProperty({ type: Number, nullable: true }) completedReading!: number | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class WorkOrdersResponse {
  @ApiProperty({ type: [WorkOrderResponse] }) workOrders!: WorkOrderResponse[];
  @ApiProperty() total!: number;
}
