import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IsId } from '../fields.js';
import { WHOLE_BP } from './shares.js';

export class ShareRequest {
  @ApiProperty()
  @IsId()
  ownerId!: number;

  @ApiProperty({ minimum: 1, maximum: WHOLE_BP, example: 6_000, description: 'Basis points: 6000 is 60 %' })
  @IsInt()
  @Min(1)
  @Max(WHOLE_BP)
  shareBp!: number;
}

export class OwnershipRequest {
  @ApiProperty({ example: '2026-07-01', description: 'First night on which these shares hold' })
  @IsDate()
  from!: string;

  @ApiProperty({ type: [ShareRequest], description: 'They total 10000; none at all: nobody owns it any more' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ShareRequest)
  shares!: ShareRequest[];
}

export class OwnershipShareResponse {
  @ApiProperty() ownerId!: number;
  @ApiProperty({ example: 6_000 }) shareBp!: number;
  @ApiProperty({ example: '2026-07-01', description: 'First night' }) from!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Last night; null: for good' }) to!: string | null;
}

export class OwnershipResponse {
  @ApiProperty({ type: [OwnershipShareResponse], description: 'Those of the past too, by their first night' })
  shares!: OwnershipShareResponse[];
  @ApiProperty() total!: number;
}
