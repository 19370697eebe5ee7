import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';

export class DateRangeQuery {
  @ApiProperty({ example: '2027-01-01' })
  @IsString()
  startDate!: string;

  @ApiProperty({ example: '2027-01-31', description: 'Included' })
  @IsString()
  endDate!: string;
}

/** What is not sent stays as it is; each setting is independent of the others. */
export class UpdateInventoryRequest {
  @ApiProperty({ example: '2027-01-01' })
  @FormerName('startDate')
  @IsString()
  from!: string;

  @ApiProperty({ example: '2027-01-31', description: 'Included' })
  @FormerName('endDate')
  @IsString()
  to!: string;

  @ApiPropertyOptional({ type: [Number], example: [5, 6], description: 'Only these ISO weekdays of the range' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays?: number[];

  @ApiPropertyOptional({ description: 'Nothing is sold on these nights' })
  @IsOptional()
  @IsBoolean()
  stopSell?: boolean;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  closedToArrival?: boolean;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  closedToDeparture?: boolean;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 365,
    description: 'For arrivals; null: none',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  minStay?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 365,
    description: 'For arrivals; null: none',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  maxStay?: number | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 365,
    description: 'For every stay that touches the night; null: none',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  minStayThrough?: number | null;

  @ApiPropertyOptional({ minimum: 0, maximum: 1000, description: 'Rooms that may be sold beyond what there is' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  overbookingLimit?: number;
}
