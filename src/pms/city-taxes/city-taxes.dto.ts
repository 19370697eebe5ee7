import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { ApiMoney } from '../../platform/money/api-money.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;

export class CreateCityTaxRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: 'City tax' })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiMoney({ description: 'Of one person and night' })
  amount!: number | string;

  @ApiPropertyOptional({ type: Number, nullable: true, example: 7, description: 'First nights of a stay; null: all' })
  @ValidateIf(isThere)
  @IsInt()
  @Min(1)
  @Max(366)
  maxNights?: number | null;

  @ApiPropertyOptional({
    default: 18,
    minimum: 0,
    maximum: 120,
    description: 'Children below this age are free, and so are those whose age the booking does not tell; 0: nobody is',
  })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(120)
  exemptUnderAge?: number;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: "Code of the hotel's tax it is subject to; null: outside the scope of VAT",
  })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 20)
  taxCode?: string | null;

  @ApiProperty({ example: '2027-01-01', description: 'First night it is taken for' })
  @IsDate()
  validFrom!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2027-12-31', description: 'Last night; null: none' })
  @ValidateIf(isThere)
  @IsDate()
  validTo?: string | null;
}

export class UpdateCityTaxRequest extends PartialType(OmitType(CreateCityTaxRequest, ['hotelId']), {
  skipNullProperties: false,
}) {}

export class CityTaxesQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class CityTaxResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: 'City tax' }) name!: string;
  @ApiProperty({ example: '2.88' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: Number, nullable: true }) maxNights!: number | null;
  @ApiProperty() exemptUnderAge!: number;
  @ApiProperty({ type: String, nullable: true }) taxCode!: string | null;
  @ApiProperty({ example: '2027-01-01' }) validFrom!: string;
  @ApiProperty({ type: String, nullable: true, example: '2027-12-31' }) validTo!: string | null;
}

export class CityTaxesResponse {
  @ApiProperty({ type: [CityTaxResponse] }) cityTaxes!: CityTaxResponse[];
  @ApiProperty() total!: number;
}
