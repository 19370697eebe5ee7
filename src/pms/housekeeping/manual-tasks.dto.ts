import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { TASK_TYPES, type TaskType } from './round-plan.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;

export class CreateTaskRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId!: number;

  @ApiProperty({ enum: TASK_TYPES })
  @IsIn(TASK_TYPES)
  type!: TaskType;

  @ApiPropertyOptional({ example: '2027-03-01', description: "Default: the hotel's today" })
  @IfGiven()
  @IsDate()
  date?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 480, description: 'Default: what the rules of the hotel say' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(480)
  minutes?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 5, default: 3, description: '1 first' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(5)
  priority?: number;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Default: nobody; the next round finds somebody' })
  @ValidateIf(isThere)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  attendantId?: number | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Red wine on the carpet' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 500)
  note?: string | null;
}

export class UpdateTaskRequest extends PartialType(OmitType(CreateTaskRequest, ['roomId']), {
  skipNullProperties: false,
}) {}

export class ReopenTaskRequest {
  @ApiProperty({ example: 'The wrong room was ended', description: 'Becomes the note of the task' })
  @IsWords(500)
  reason!: string;
}

export class CancelTaskRequest {
  @ApiProperty({ example: 'Guest declined' })
  @IsWords(500)
  reason!: string;
}
