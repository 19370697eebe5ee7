import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import {
  ApiAmountOptional,
  ApiFigure,
  ApiFigureOptional,
  IsCatalogueCode,
  IsLevel,
  type Level,
  LEVELS,
  OrNull,
} from '../fields.js';

const MODES = ['margin', 'markup'] as const;
export const MAX_QUANTITY = 1_000_000;

export class BandRequest {
  @ApiProperty({ minimum: 2, maximum: MAX_QUANTITY, example: 10, description: 'Of the line, from this quantity on' })
  @IsInt()
  @Min(2)
  @Max(MAX_QUANTITY)
  minQuantity!: number;

  @ApiFigure({ example: '5', description: 'Off the price of a part', decimals: 4, max: 99, positive: true })
  discountPercent!: string;
}

export class LeadTimeRequest {
  @ApiProperty({ example: 'express', description: 'standard is what holds where none is asked for' })
  @IsCatalogueCode()
  name!: string;

  @ApiProperty({ minimum: 0, maximum: 730, example: 3, description: 'Working days until it is shipped' })
  @IsInt()
  @Min(0)
  @Max(730)
  days!: number;

  @ApiFigure({ example: '1.5', description: 'Times the price of a part', decimals: 4, max: 100, positive: true })
  multiplier!: string;

  @ApiPropertyOptional({ minimum: 1, maximum: MAX_QUANTITY, default: 1, description: 'From this quantity on' })
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  minQuantity: number = 1;
}

export class CreatePriceBookRequest {
  @ApiProperty({ example: 'list-2026' })
  @IsCatalogueCode()
  code!: string;

  @ApiProperty({ example: 'List prices 2026' })
  @IsWords(120)
  name!: string;

  @ApiProperty({ enum: LEVELS, description: 'Of the customers it is for' })
  @IsLevel()
  level!: Level;

  @ApiProperty({ example: '2026-01-01' })
  @IsDate()
  validFrom!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-12-31', description: 'Included; null: no end' })
  @OrNull()
  @IsDate()
  validTo?: string | null;

  @ApiProperty({ enum: MODES, description: '40 % of margin make 20.00 of a cost of 12.00, 40 % of markup 16.80' })
  @IsIn(MODES)
  mode!: (typeof MODES)[number];

  @ApiFigure({ example: '35', description: 'Margin (below 100) or markup', decimals: 4, max: 999 })
  percent!: string;

  @ApiFigureOptional({ example: '15', description: 'Least margin that discounts leave', decimals: 4, max: 99 })
  marginFloor?: string;

  @ApiAmountOptional('Least price of a part, before discounts', '5.00')
  minUnitPrice?: number | string;

  @ApiAmountOptional('Least order: what is missing is a line of its own', '40.00')
  minOrder?: number | string;

  @ApiPropertyOptional({
    type: [BandRequest],
    description: 'Discounts by quantity; sent again, they replace the old ones',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique(({ minQuantity }: BandRequest) => minQuantity, { message: 'each minQuantity may come once' })
  @ValidateNested({ each: true })
  @Type(() => BandRequest)
  bands?: BandRequest[];

  @ApiPropertyOptional({ type: [LeadTimeRequest], description: 'Sent again, they replace the old ones' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique(({ name, minQuantity }: LeadTimeRequest) => `${name} ${minQuantity}`, {
    message: 'each name may come once for a minQuantity',
  })
  @ValidateNested({ each: true })
  @Type(() => LeadTimeRequest)
  leadTimes?: LeadTimeRequest[];

  @ApiFigureOptional({ example: '20', description: 'Percent, on top of the prices', decimals: 4, max: 100 })
  taxRate?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'Holds where a level has no valid book. There is one at most for each day: to make a book the default one takes it from those that are so on some of its dates',
  })
  @IfGiven()
  @IsBoolean()
  isDefault?: boolean;
}

export class UpdatePriceBookRequest extends PartialType(CreatePriceBookRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({
    description:
      'False: no longer used. True: used again; a book that was the default one is so again, unless another has become it since',
  })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class BandResponse {
  @ApiProperty() minQuantity!: number;
  @ApiProperty({ example: '5' }) discountPercent!: string;
}

export class LeadTimeResponse {
  @ApiProperty({ example: 'express' }) name!: string;
  @ApiProperty() days!: number;
  @ApiProperty({ example: '1.5' }) multiplier!: string;
  @ApiProperty() minQuantity!: number;
}

export class PriceBookResponse {
  @ApiProperty() id!: number;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: LEVELS }) level!: Level;
  @ApiProperty({ example: '2026-01-01' }) validFrom!: string;
  @ApiProperty({ type: String, nullable: true }) validTo!: string | null;
  @ApiProperty({ enum: MODES }) mode!: (typeof MODES)[number];
  @ApiProperty({ example: '35' }) percent!: string;
  @ApiProperty({ example: '15' }) marginFloor!: string;
  @ApiProperty({ example: '5.00' }) minUnitPrice!: string;
  @ApiProperty({ example: '40.00' }) minOrder!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [BandResponse] }) bands!: BandResponse[];
  @ApiProperty({ type: [LeadTimeResponse] }) leadTimes!: LeadTimeResponse[];
  @ApiProperty({ example: '20' }) taxRate!: string;
  @ApiProperty() isDefault!: boolean;
  @ApiProperty() active!: boolean;
}

export class PriceBooksResponse {
  @ApiProperty({ type: [PriceBookResponse] }) priceBooks!: PriceBookResponse[];
  @ApiProperty() total!: number;
}
