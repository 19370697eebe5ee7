import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { MAX_ID } from '../../../platform/http/id.pipe.js';
import { ApiAmountOptional, ApiFigure, IsCatalogueCode } from '../fields.js';

const bed = (axis: string) => ({
  example: '300',
  description: `Largest part it takes, ${axis}, mm`,
  decimals: 2,
  max: 1_000_000,
  positive: true,
});

export class CreateMachineRequest {
  @ApiProperty({ example: 'p396' })
  @IsCatalogueCode()
  code!: string;

  @ApiProperty({ example: 'EOS P 396' })
  @IsWords(120)
  name!: string;

  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  processId!: number;

  @ApiFigure(bed('x'))
  bedX!: string;

  @ApiFigure(bed('y'))
  bedY!: string;

  @ApiFigure(bed('z'))
  bedZ!: string;

  @ApiAmountOptional("An hour; without it, the process's", '21.00', true)
  hourlyRate?: number | string | null;
}

export class UpdateMachineRequest extends PartialType(OmitType(CreateMachineRequest, ['processId']), {
  skipNullProperties: false,
}) {
  @ApiPropertyOptional({ description: 'False: no longer used' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class MachineResponse {
  @ApiProperty() id!: number;
  @ApiProperty() code!: string;
  @ApiProperty() name!: string;
  @ApiProperty() processId!: number;
  @ApiProperty({ example: '300' }) bedX!: string;
  @ApiProperty() bedY!: string;
  @ApiProperty() bedZ!: string;
  @ApiProperty({ type: String, nullable: true }) hourlyRate!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty() active!: boolean;
}

export class MachinesResponse {
  @ApiProperty({ type: [MachineResponse] }) machines!: MachineResponse[];
  @ApiProperty() total!: number;
}
