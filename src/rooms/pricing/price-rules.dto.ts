import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';

const SURCHARGE = /^-?\d{1,4}(\.\d{1,2})?$/;

const IsSurcharge = () =>
  ValidateBy({
    name: 'isSurcharge',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && SURCHARGE.test(value) && Number(value) >= -100 && Number(value) <= 1000,
      defaultMessage: () =>
        '$property must be a percentage from -100 to 1000 with at most two decimals, such as "12.5"',
    },
  });

class Adjustment {
  @ApiMoneyOptional({ description: 'Sets the price, major units. Either price or percent' })
  price?: number | string;

  @ApiPropertyOptional({
    type: String,
    example: '20',
    description: 'Adds this percentage to the price so far, -100 to 1000, two decimals. Either price or percent',
  })
  @IsOptional()
  @Type(() => String)
  @IsSurcharge()
  percent?: string | number;
}

/** Sets or adjusts the base price on its dates. Seasons of a category do not overlap. */
export class SeasonRule extends Adjustment {
  @ApiPropertyOptional({ example: 'High summer' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @ApiProperty({ example: '2027-07-01' })
  @FormerName('startDate')
  @IsString()
  from!: string;

  @ApiProperty({ example: '2027-08-31', description: 'Included' })
  @FormerName('endDate')
  @IsString()
  to!: string;
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
  @FormerName('startDate')
  @IsString()
  from?: string;

  @ApiPropertyOptional({ example: '2027-12-31', description: 'Until this date, included; default: for ever' })
  @IsOptional()
  @FormerName('endDate')
  @IsString()
  to?: string;
}

export class SeasonRuleResponse {
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ example: '2027-07-01' }) from!: string;
  @ApiProperty({ example: '2027-08-31' }) to!: string;
  @ApiPropertyOptional({ example: '180.00' }) price?: string;
  @ApiPropertyOptional({ example: '20.0000' }) percent?: string;
}

export class WeekdayRuleResponse {
  @ApiProperty({ type: [Number] }) weekdays!: number[];
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, nullable: true }) from!: string | null;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiPropertyOptional({ example: '180.00' }) price?: string;
  @ApiPropertyOptional({ example: '20.0000' }) percent?: string;
}
