import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { FormerName } from '../../platform/http/former-name.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ConflictResponse } from '../../rooms/index.js';
import { ORDER_STATES, type OrderState } from './work-orders.repository.js';

const MOST = 9_999_999_999;
const IsReading = () => IsNumber({ maxDecimalPlaces: 2 });

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

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId?: number;

  @ApiPropertyOptional({ enum: ORDER_STATES })
  @IsOptional()
  @IsIn(ORDER_STATES)
  state?: OrderState;
}

export class DefectClosure {
  @ApiProperty({
    enum: ['OOO', 'OOS'],
    description: 'OOO out of order: not for sale. OOS out of service: for sale, not for use',
  })
  @IsIn(['OOO', 'OOS'])
  kind!: 'OOO' | 'OOS';

  @ApiProperty({ example: '2027-03-01', description: 'First night' })
  @IsDate()
  from!: string;

  @ApiProperty({ example: '2027-03-05', description: 'Last night, included; the end of the order ends it sooner' })
  @IsDate()
  to!: string;

  @ApiPropertyOptional({
    description: 'Close it although that takes the room from bookings, or leaves fewer rooms than are sold',
  })
  @IfGiven()
  @IsBoolean()
  acceptOversell?: boolean;
}

export class ReportDefectRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiPropertyOptional({ description: 'Default: the room the equipment stands in' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId?: number;

  @ApiPropertyOptional()
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  equipmentId?: number;

  @ApiProperty({ example: 'Shower drips' })
  @IsString()
  @Length(1, 200)
  title!: string;

  @ApiPropertyOptional({ example: 'Washer of the mixer is worn out' })
  @IfGiven()
  @IsString()
  @Length(1, 2000)
  description?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 4, default: 3, description: '1 urgent, 2 high, 3 normal, 4 low' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(4)
  priority?: number;

  @ApiPropertyOptional({ example: '2027-03-01', description: "Default: the hotel's today" })
  @IfGiven()
  @IsDate()
  dueDate?: string;

  @ApiPropertyOptional({ type: DefectClosure, description: 'Closes the room meanwhile' })
  @IfGiven()
  @ValidateNested()
  @Type(() => DefectClosure)
  closure?: DefectClosure;
}

export class CompleteOrderRequest {
  @ApiPropertyOptional({ example: '2027-04-12', description: "Default: the hotel's today" })
  @NullIsLeftOut()
  @IsDate()
  completedOn?: string;

  @ApiPropertyOptional({ example: 1310, description: 'What the meter shows' })
  @NullIsLeftOut()
  @IsReading()
  @Min(0)
  @Max(MOST)
  reading?: number;

  @ApiPropertyOptional({ example: 'Nozzle replaced' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 1000)
  note?: string;
}

export class CancelOrderRequest {
  @ApiProperty({
    example: 'The machine was sold',
    description: "Why the work is not to be done; it becomes the order's note",
  })
  @FormerName('note')
  @IsWords(1000)
  reason!: string;
}

export class WorkOrderResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ type: Number, nullable: true }) equipmentId!: number | null;
  @ApiProperty({ type: String, nullable: true, example: 'Boiler' }) equipment!: string | null;
  @ApiProperty({ type: Number, nullable: true }) roomId!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '101' }) room!: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: a defect that was reported' }) scheduleId!:
    | number
    | null;
  @ApiProperty({ example: 'Inspection of the burner' }) work!: string;
  @ApiProperty({ example: '2027-04-15' }) dueDate!: string;
  @ApiProperty({ type: Number, nullable: true }) dueReading!: number | null;
  @ApiProperty({ enum: ['calendar', 'meter', 'defect'] }) cause!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ description: '1 urgent … 4 low' }) priority!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Closure of the room' }) closureId!: number | null;
  @ApiProperty({ enum: ORDER_STATES }) state!: OrderState;
  @ApiProperty({ description: 'Later due dates that passed while it was open' }) missed!: number;
  @ApiProperty({ type: String, nullable: true }) completedOn!: string | null;
  @ApiProperty({ type: Number, nullable: true }) completedReading!: number | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class ReportedDefectResponse extends WorkOrderResponse {
  @ApiProperty({ type: [ConflictResponse], description: 'What was accepted: guests who need another room' })
  conflicts!: ConflictResponse[];
}

export class WorkOrdersResponse {
  @ApiProperty({ type: [WorkOrderResponse] }) workOrders!: WorkOrderResponse[];
  @ApiProperty() total!: number;
}
