import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { type Change, CHANGES } from '../generator/generation-plan.js';

/** The same order as of POST /room-generation. */
export class GenerationPlanQuery extends PageQuery {
  @ApiProperty({ example: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId!: number;

  @ApiProperty({ example: '2027-01-01' })
  @IsString()
  startDate!: string;

  @ApiProperty({ example: '2027-01-31', description: 'Included' })
  @IsString()
  endDate!: string;

  @ApiPropertyOptional({
    type: String,
    example: '120.00',
    description: 'Price of every night, major units; wins over overrides, rules and base price',
  })
  @IsOptional()
  @Matches(/^\d{1,12}(\.\d{1,4})?$/, {
    message: 'priceOverride must be an amount in major units, such as 120 or 99.95',
  })
  priceOverride?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: existing unsold nights get their present price' })
  @IsOptional()
  @IsIn(['true', 'false'])
  reprice?: 'true' | 'false';

  @ApiPropertyOptional({ enum: ['all', 'changes'], default: 'all', description: 'changes: without unchanged dates' })
  @IsOptional()
  @IsIn(['all', 'changes'])
  show?: 'all' | 'changes';
}

export class PriceBefore {
  @ApiProperty({ example: '110.00' }) lowest!: string;
  @ApiProperty({ example: '120.00' }) highest!: string;
}

export class GenerationPlanDay {
  @ApiProperty({ example: '2027-01-01' }) date!: string;
  @ApiProperty({
    enum: CHANGES,
    description:
      'The first that holds. conflict: more is sold than there is; repriced, new: nights get another price, are written; closed: nights of rooms not in service go',
  })
  change!: Change;
  @ApiProperty({ example: '120.00', description: 'Price of the nights that are written or repriced' }) price!: string;
  @ApiProperty({ description: 'Rooms in service' }) rooms!: number;
  @ApiProperty({ description: 'Nights that are written' }) created!: number;
  @ApiProperty({ description: 'Nights that exist and get the price' }) repriced!: number;
  @ApiProperty({ type: PriceBefore, nullable: true, description: 'Of the nights that get the price; else null' })
  priceBefore!: PriceBefore | null;
  @ApiProperty({ description: 'Nights with another price that keep it: they are sold, or people set it' })
  kept!: number;
  @ApiProperty({ description: 'Unsold nights of rooms not in service, which are removed' }) closed!: number;
  @ApiProperty({ description: 'Nights that are sold without a room to give' }) conflicts!: number;
}

export class GenerationPlanTotals {
  @ApiProperty({ description: 'Nights that are written' }) created!: number;
  @ApiProperty({ description: 'Nights of rooms in service that exist' }) existing!: number;
  @ApiProperty() repriced!: number;
  @ApiProperty() kept!: number;
  @ApiProperty() closed!: number;
  @ApiProperty() conflicts!: number;
}

export class GenerationPlanResponse {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({
    example: '0f343b0931126a20f133d67c2b018a3b',
    description:
      'To be sent as `plan` with POST /room-generation, which is refused when, as it is ordered, it would do something else',
  })
  plan!: string;
  @ApiProperty({ type: GenerationPlanTotals, description: 'Of all dates' }) totals!: GenerationPlanTotals;
  @ApiProperty({ type: [GenerationPlanDay], description: 'One page, by date' }) days!: GenerationPlanDay[];
  @ApiProperty({ description: 'Dates on all pages' }) total!: number;
}
