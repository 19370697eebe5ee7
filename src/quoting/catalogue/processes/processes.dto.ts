import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, Max, Min, ValidateNested } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { ApiAmountOptional, ApiFigureOptional, IsCatalogueCode } from '../fields.js';
import type { ProcessLimits } from './process-limits.js';
import { PROCESS_KINDS, type ProcessKind } from './process.entity.js';

const mm = { type: Number, minimum: 0, maximum: 1_000 } as const;

export class LimitsRequest implements ProcessLimits {
  @ApiPropertyOptional({ ...mm, example: 0.8, description: 'Thinnest wall, mm' })
  @IfGiven()
  @IsNumber()
  @Min(0)
  @Max(1_000)
  minWall?: number;

  @ApiPropertyOptional({ ...mm, example: 1, description: 'Smallest hole, mm' })
  @IfGiven()
  @IsNumber()
  @Min(0)
  @Max(1_000)
  minHole?: number;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 1, description: 'Largest share of surface hanging over' })
  @IfGiven()
  @IsNumber()
  @Min(0)
  @Max(1)
  maxOverhang?: number;

  @ApiPropertyOptional({ description: 'False: closed cavities are refused' })
  @IfGiven()
  @IsBoolean()
  cavities?: boolean;
}

export class CreateProcessRequest {
  @ApiProperty({ example: 'sls', description: 'What quotes name it by' })
  @IsCatalogueCode()
  code!: string;

  @ApiProperty({ example: 'Laser sintering' })
  @IsWords(120)
  name!: string;

  @ApiProperty({ enum: PROCESS_KINDS })
  @IsIn(PROCESS_KINDS)
  kind!: ProcessKind;

  @ApiAmountOptional('Once a line', '25.00')
  setupCost?: number | string;

  @ApiAmountOptional('Once a line, beside the setup', '40.00')
  programmingCost?: number | string;

  @ApiAmountOptional('Each part', '1.50')
  finishingCost?: number | string;

  @ApiAmountOptional('Of the machine, an hour', '18.00', true)
  hourlyRate?: number | string | null;

  @ApiFigureOptional(
    {
      example: '45',
      description: 'cm³ built (cnc_mill: removed) in an hour; sheet_cut: mm cut in a minute',
      decimals: 4,
      max: 1e9,
      positive: true,
    },
    true,
  )
  throughput?: string | null;

  @ApiFigureOptional({
    example: '0.5',
    description: 'At the start of each contour of a sheet',
    decimals: 3,
    max: 3_600,
  })
  pierceSeconds?: string;

  @ApiFigureOptional({
    example: '2',
    description: 'mm of stock on each side of a milled part',
    decimals: 3,
    max: 1_000,
  })
  stockAllowance?: string;

  @ApiPropertyOptional({ type: LimitsRequest, description: 'What it can make; sent again, they replace the old ones' })
  @IfGiven()
  @ValidateNested()
  @Type(() => LimitsRequest)
  limits?: LimitsRequest;
}

export class UpdateProcessRequest extends PartialType(CreateProcessRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'False: no longer offered' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class ProcessResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: 'sls' }) code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: PROCESS_KINDS }) kind!: ProcessKind;
  @ApiProperty({ example: '25.00' }) setupCost!: string;
  @ApiProperty({ example: '0.00' }) programmingCost!: string;
  @ApiProperty({ example: '1.50' }) finishingCost!: string;
  @ApiProperty({ type: String, nullable: true, example: '18.00' }) hourlyRate!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, example: '45' }) throughput!: string | null;
  @ApiProperty() pierceSeconds!: string;
  @ApiProperty() stockAllowance!: string;
  @ApiProperty({ type: LimitsRequest }) limits!: ProcessLimits;
  @ApiProperty() active!: boolean;
}

export class ProcessesResponse {
  @ApiProperty({ type: [ProcessResponse] }) processes!: ProcessResponse[];
  @ApiProperty() total!: number;
}
