import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { ApiAmountOptional, ApiFigureOptional, IsCatalogueCode } from '../fields.js';

export class CreateMaterialRequest {
  @ApiProperty({ example: 'pa12', description: 'What quotes name it by' })
  @IsCatalogueCode()
  code!: string;

  @ApiProperty({ example: 'PA12 powder' })
  @IsWords(120)
  name!: string;

  @ApiFigureOptional({ example: '1.01', description: 'g/cm³', decimals: 5, max: 30, positive: true }, true)
  density?: string | null;

  @ApiAmountOptional('For a kilogram', '90.00', true)
  pricePerKg?: number | string | null;

  @ApiFigureOptional({
    example: '1.3',
    description: 'How much is used for what is in the part; default 1',
    decimals: 4,
    min: 1,
    max: 1_000,
  })
  wasteFactor?: string;

  @ApiFigureOptional({ example: '2', description: 'Of a sheet, mm', decimals: 4, max: 1_000, positive: true }, true)
  thickness?: string | null;

  @ApiPropertyOptional({
    type: [String],
    example: ['sls'],
    description: 'Codes of processes that are there; none: it is for all',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsCatalogueCode({ each: true })
  processes?: string[];
}

export class UpdateMaterialRequest extends PartialType(CreateMaterialRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'False: no longer offered' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class MaterialResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: 'pa12' }) code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true, example: '1.01', description: 'g/cm³' }) density!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '90.00' }) pricePerKg!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '1.3' }) wasteFactor!: string;
  @ApiProperty({ type: String, nullable: true, description: 'mm' }) thickness!: string | null;
  @ApiProperty({ type: [String] }) processes!: string[];
  @ApiProperty() active!: boolean;
}

export class MaterialsResponse {
  @ApiProperty({ type: [MaterialResponse] }) materials!: MaterialResponse[];
  @ApiProperty() total!: number;
}
