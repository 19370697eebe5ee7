import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { ApiAmountOptional, ApiFigureOptional, IsCatalogueCode } from '../fields.js';

export class CreateFinishRequest {
  @ApiProperty({ example: 'dyed-black' })
  @IsCatalogueCode()
  code!: string;

  @ApiProperty({ example: 'Dyed black' })
  @IsWords(120)
  name!: string;

  @ApiAmountOptional('Each part', '0.80')
  perPart?: number | string;

  @ApiFigureOptional({
    example: '0.015',
    description: 'Each cm² of surface, major units',
    decimals: 6,
    max: 100_000,
  })
  perCm2?: string;

  @ApiAmountOptional('Least for a part', '1.00')
  minimum?: number | string;
}

export class UpdateFinishRequest extends PartialType(CreateFinishRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'False: no longer offered' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class FinishResponse {
  @ApiProperty() id!: number;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ example: '0.80' }) perPart!: string;
  @ApiProperty({ example: '0.015' }) perCm2!: string;
  @ApiProperty({ example: '1.00' }) minimum!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty() active!: boolean;
}

export class FinishesResponse {
  @ApiProperty({ type: [FinishResponse] }) finishes!: FinishResponse[];
  @ApiProperty() total!: number;
}
