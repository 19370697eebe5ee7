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
import { ConflictResponse } from '../room-nights/conflict.dto.js';
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

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 1000,
    description:
      "Rooms that may be sold beyond what there is, where a room is not closed; null: the category's default",
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  overbookingLimit?: number | null;
}

export class InventoryDayResponse {
  @ApiProperty({ example: '2027-01-01' }) date!: string;
  @ApiProperty({ description: 'False: settings that wait for the night to be opened; nothing is sold on it' })
  opened!: boolean;
  @ApiProperty({ description: 'Rooms that have this night' }) capacity!: number;
  @ApiProperty() outOfOrder!: number;
  @ApiProperty() sold!: number;
  @ApiProperty() held!: number;
  @ApiProperty() overbookingLimit!: number;
  @ApiProperty({ description: 'capacity - outOfOrder - sold - held; negative when oversold' }) available!: number;
  @ApiProperty() stopSell!: boolean;
  @ApiProperty() closedToArrival!: boolean;
  @ApiProperty() closedToDeparture!: boolean;
  @ApiProperty({ type: Number, nullable: true }) minStay!: number | null;
  @ApiProperty({ type: Number, nullable: true }) maxStay!: number | null;
  @ApiProperty({ type: Number, nullable: true }) minStayThrough!: number | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '120.00',
    description:
      'What the next sale costs: the lowest price of the rooms that nobody has been given, or, when all have somebody, what the price rules say; null without rooms',
  })
  lowestPrice!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '120.00', description: 'Highest price of those rooms' })
  highestPrice!: string | null;
}

export class InventoryResponse {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [InventoryDayResponse], description: 'Dates that were opened or have settings' })
  days!: InventoryDayResponse[];
  @ApiProperty() total!: number;
}

export class UpdatedInventoryResponse {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ description: 'Days that were set' }) updated!: number;
  @ApiProperty({
    type: [ConflictResponse],
    description: 'With an overbookingLimit: nights on which more is sold than it allows',
  })
  conflicts!: ConflictResponse[];
  @ApiProperty({
    type: [String],
    example: ['2027-08-15'],
    description:
      'Dates among those set on which a stay must now have more nights than it may have (minStay or minStayThrough above maxStay): nobody can arrive',
  })
  contradictions!: string[];
}
