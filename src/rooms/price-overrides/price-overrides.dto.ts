import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
} from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoney } from '../../platform/money/api-money.js';

export class PriceOverridesQuery extends PageQuery {
  @ApiPropertyOptional({ example: '2027-08-15', description: 'Only those that hold on this date or a later one' })
  @IsOptional()
  @IsString()
  from?: string;
}

export class DeletePriceOverrideQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'false',
    description: 'true: the prices whose place it took stand there again, at once',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  restore?: 'true' | 'false';
}

export class CreatePriceOverrideRequest {
  @ApiProperty({ example: '2027-08-15' })
  @FormerName('startDate')
  @IsString()
  from!: string;

  @ApiProperty({ example: '2027-08-15', description: 'Included' })
  @FormerName('endDate')
  @IsString()
  to!: string;

  @ApiPropertyOptional({ type: [Number], example: [5, 6], description: 'ISO weekdays it holds on; default: all' })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  weekdays?: number[];

  @ApiMoney({ description: 'Price of each night, major units; 0 is a price' })
  price!: number | string;

  @ApiPropertyOptional({ example: 'City marathon' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Takes the place of prices that stand on these dates; what they say of other dates and weekdays stays',
  })
  @IsOptional()
  @IsBoolean()
  replace?: boolean;
}

export class PriceOverrideResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: '2027-08-15' }) from!: string;
  @ApiProperty({ example: '2027-08-15' }) to!: string;
  @ApiProperty({ type: [Number] }) weekdays!: number[];
  @ApiProperty({ example: '150.00' }) price!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'User who made it' }) createdBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class CreatedPriceOverrideResponse extends PriceOverrideResponse {
  @ApiProperty({ description: 'Existing unsold room nights that took the price' }) totalRoomsRepriced!: number;
  @ApiProperty({
    description: 'Existing room nights that keep another price: they have a guest, or their price came with an order',
  })
  totalRoomsKept!: number;
  @ApiProperty({ type: [PriceOverrideResponse], description: 'Overrides whose place it took, as they were before' })
  replaced!: PriceOverrideResponse[];
}

export class PriceOverridesResponse {
  @ApiProperty({ type: [PriceOverrideResponse] }) priceOverrides!: PriceOverrideResponse[];
  @ApiProperty() total!: number;
}
