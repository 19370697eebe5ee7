import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsString, ValidateBy, ValidateNested } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IsWords } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { IsCurrencyCode } from '../parties/fields.js';

export const MAX_RATES = 1_000;
const RATE = /^\d{1,10}(\.\d{1,10})?$/;

const IsRate = () =>
  ValidateBy({
    name: 'isRate',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && RATE.test(value) && /[1-9]/.test(value),
      defaultMessage: () => 'rate must be above zero with at most ten digits on either side of the point',
    },
  });

export class ExchangeRateRequest {
  @ApiProperty({ example: 'EUR' })
  @IsString()
  @IsCurrencyCode()
  base!: string;

  @ApiProperty({ example: 'USD' })
  @IsString()
  @IsCurrencyCode()
  quote!: string;

  @ApiProperty({ example: '2026-03-02' })
  @IsDate()
  day!: string;

  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'number' }],
    example: '1.0842',
    description: 'What one unit of base is worth in quote',
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsRate()
  rate!: string;

  @ApiProperty({ example: 'ECB', description: 'Who says so: shown on statements' })
  @IsWords(100)
  source!: string;
}

export class ExchangeRatesRequest {
  @ApiProperty({ type: [ExchangeRateRequest], maxItems: MAX_RATES })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_RATES)
  @ValidateNested({ each: true })
  @Type(() => ExchangeRateRequest)
  rates!: ExchangeRateRequest[];
}

export class KeptRatesResponse {
  @ApiProperty() added!: number;
  @ApiProperty({ description: 'A rate of that day was there, and was another' }) changed!: number;
  @ApiProperty({ description: 'Known as they are' }) same!: number;
}

export class ExchangeRatesQuery extends PageQuery {
  @ApiPropertyOptional() @IsOptional() @IsString() @IsCurrencyCode() base?: string;

  @ApiPropertyOptional() @IsOptional() @IsString() @IsCurrencyCode() quote?: string;

  @ApiPropertyOptional({ example: '2026-03-01' }) @IsOptional() @IsDate() from?: string;

  @ApiPropertyOptional({ example: '2026-03-31' }) @IsOptional() @IsDate() to?: string;
}

export class ExchangeRateResponse {
  @ApiProperty() base!: string;
  @ApiProperty() quote!: string;
  @ApiProperty({ example: '2026-03-02' }) day!: string;
  @ApiProperty({ example: '1.0842' }) rate!: string;
  @ApiProperty() source!: string;
}

export class ExchangeRatesResponse {
  @ApiProperty({ type: [ExchangeRateResponse] }) rates!: ExchangeRateResponse[];
  @ApiProperty() total!: number;
}
