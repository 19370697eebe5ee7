import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { TASK_TYPES, type TaskType } from './round-plan.js';
import type { RoomCondition } from '../room-states/room-states.repository.js';
import { TASK_STATES, type TaskState } from './tasks.repository.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;
const CONDITIONS = ['dirty', 'clean', 'inspected'] as const;

export class HotelQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;
}

export class CreateAttendantRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: 'Rosa' })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'floor 1', description: 'Part of the hotel' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 50)
  section?: string | null;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class UpdateAttendantRequest extends PartialType(OmitType(CreateAttendantRequest, ['hotelId']), {
  skipNullProperties: false,
}) {}

export class AttendantResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) section!: string | null;
  @ApiProperty() active!: boolean;
}

export class AttendantsResponse {
  @ApiProperty({ type: [AttendantResponse] }) attendants!: AttendantResponse[];
  @ApiProperty() total!: number;
}

export class PutShiftsRequest {
  @ApiProperty({ type: [String], example: ['2027-03-01', '2027-03-02'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(366)
  @IsDate({ each: true })
  dates!: string[];

  @ApiProperty({ minimum: 0, maximum: 1440, example: 420, description: 'Minutes of cleaning; 0 removes the shift' })
  @IsInt()
  @Min(0)
  @Max(1440)
  capacityMinutes!: number;
}

export class ShiftsQuery extends HotelQuery {
  @ApiProperty({ example: '2027-03-01' })
  @IsDate()
  from!: string;

  @ApiProperty({ example: '2027-03-07', description: 'Included' })
  @IsDate()
  to!: string;
}

export class ShiftResponse {
  @ApiProperty() attendantId!: number;
  @ApiProperty() attendant!: string;
  @ApiProperty({ example: '2027-03-01' }) date!: string;
  @ApiProperty() capacityMinutes!: number;
}

export class ShiftsResponse {
  @ApiProperty({ type: [ShiftResponse] }) shifts!: ShiftResponse[];
  @ApiProperty() total!: number;
}

export class PutRuleRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiPropertyOptional({ description: 'Only rooms of this category; default: all of the hotel' })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId?: number;

  @ApiProperty({ enum: TASK_TYPES })
  @IsIn(TASK_TYPES)
  taskType!: TaskType;

  @ApiProperty({ minimum: 1, maximum: 480 })
  @IsInt()
  @Min(1)
  @Max(480)
  minutes!: number;

  @ApiPropertyOptional({ default: false, description: 'Finished work is inspected' })
  @IfGiven()
  @IsBoolean()
  inspect?: boolean;
}

export class RuleResponse {
  @ApiProperty({ type: Number, nullable: true }) roomCategoryId!: number | null;
  @ApiProperty({ enum: TASK_TYPES }) taskType!: TaskType;
  @ApiProperty() minutes!: number;
  @ApiProperty() inspect!: boolean;
}

export class RulesResponse {
  @ApiProperty({ type: [RuleResponse] }) rules!: RuleResponse[];
  @ApiProperty() total!: number;
}

export class TasksQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ example: '2027-03-01' })
  @IsOptional()
  @IsDate()
  date?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  attendantId?: number;

  @ApiPropertyOptional({ enum: TASK_STATES })
  @IsOptional()
  @IsIn(TASK_STATES)
  state?: TaskState;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: only open tasks that nobody has time for' })
  @IsOptional()
  @IsIn(['true', 'false'])
  overflow?: 'true' | 'false';
}

export class TaskResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2027-03-01' }) businessDate!: string;
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '101' }) room!: string;
  @ApiProperty({ enum: TASK_TYPES }) type!: TaskType;
  @ApiProperty() minutes!: number;
  @ApiProperty({ description: '1 first' }) priority!: number;
  @ApiProperty({ enum: TASK_STATES }) state!: TaskState;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: overflow' }) attendantId!: number | null;
  @ApiProperty({ type: String, nullable: true }) attendant!: string | null;
  @ApiProperty() doNotDisturb!: boolean;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ enum: ['round', 'inspection', 'rework', 'manual', 'move'] }) source!: string;
  @ApiProperty({ type: Number, nullable: true }) parentId!: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;
}

export class TasksResponse {
  @ApiProperty({ type: [TaskResponse] }) tasks!: TaskResponse[];
  @ApiProperty() total!: number;
}

export class InspectRequest {
  @ApiProperty({ description: 'False: the room is dirty again and its work is to be done once more' })
  @IsBoolean()
  passed!: boolean;

  @ApiPropertyOptional({ example: 'Hair in the shower' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 500)
  note?: string;
}

export class AssignRequest {
  @ApiProperty({ type: Number, nullable: true, description: 'Null: nobody' })
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  attendantId!: number | null;
}

export class PostponeRequest {
  @ApiProperty({ example: 'Do not disturb at 11:40' })
  @IsWords(500)
  reason!: string;
}

export class UpdateRoomStateRequest {
  @ApiPropertyOptional({ enum: CONDITIONS })
  @NullIsLeftOut()
  @IsIn(CONDITIONS)
  condition?: RoomCondition;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'floor 1' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 50)
  section?: string | null;
}

export class RoomStateResponse {
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '101' }) number!: string;
  @ApiProperty({ enum: CONDITIONS }) condition!: RoomCondition;
  @ApiProperty({ type: String, nullable: true, example: '2027-03-01' }) cleanedOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) section!: string | null;
}

export class RoomStatesResponse {
  @ApiProperty({ type: [RoomStateResponse] }) rooms!: RoomStateResponse[];
  @ApiProperty() total!: number;
}
