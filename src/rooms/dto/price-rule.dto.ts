import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';

class Adjustment {
  @ApiMoneyOptional({ description: 'Sets the price, major units. Either price or percent' })
  price?: number | string;

  @ApiPropertyOptional({
    example: 20,
    description: 'Adds this percentage to the price so far. Either price or percent',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 2 })
  @Min(-100)
  @Max(1000)
  percent?: number;
}

/** Sets or adjusts the base price on its dates. Seasons of a category do not overlap. */
export class SeasonRule extends Adjustment {
  @ApiPropertyOptional({ example: 'High summer' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiProperty({ example: '2027-07-01' })
  @IsString()
  startDate!: string;

  @ApiProperty({ example: '2027-08-31', description: 'Included' })
  @IsString()
  endDate!: string;
}

/** Sets or adjusts the season's (else the base) price on its weekdays. */
export class WeekdayRule extends Adjustment {
  @ApiProperty({ type: [Number], example: [5, 6], description: 'ISO weekdays, 1 Monday .. 7 Sunday' })
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays!: number[];

  @ApiPropertyOptional({ example: 'Weekend' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiPropertyOptional({ example: '2027-01-01', description: 'From this date; default: always' })
  @IsOptional()
  @IsString()
  startDate?: string;

  @ApiPropertyOptional({ example: '2027-12-31', description: 'Until this date, included; default: for ever' })
  @IsOptional()
  @IsString()
  endDate?: string;
}

export class SeasonRuleResponse {
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ example: '2027-07-01' }) startDate!: string;
  @ApiProperty({ example: '2027-08-31' }) endDate!: string;
  @ApiPropertyOptional({ example: '180.00' }) price?: string;
  @ApiPropertyOptional({ example: 20 }) percent?: number;
}

export class WeekdayRuleResponse {
  @ApiProperty({ type: [Number] }) weekdays!: number[];
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, nullable: true }) startDate!: string | null;
  @ApiProperty({ type: String, nullable: true }) endDate!: string | null;
  @ApiPropertyOptional({ example: '180.00' }) price?: string;
  @ApiPropertyOptional({ example: 20 }) percent?: number;
}
