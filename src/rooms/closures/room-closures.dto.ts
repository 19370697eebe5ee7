import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';

const KINDS = ['OOO', 'OOS', 'OOI', 'HOUSE'] as const;

export class CreateClosureRequest {
  @ApiProperty({
    enum: KINDS,
    description:
      'OOO out of order, OOI out of inventory, HOUSE house use: not for sale. OOS out of service: for sale, not for use',
  })
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];

  @ApiProperty({ example: '2027-03-01', description: 'First night' })
  @FormerName('startDate')
  @IsString()
  from!: string;

  @ApiProperty({ example: '2027-03-05', description: 'Last night, included' })
  @FormerName('endDate')
  @IsString()
  to!: string;

  @ApiPropertyOptional({ example: 'Bathroom renovation' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}

export class ClosureResponse {
  @ApiProperty() id!: number;
  @ApiProperty() roomId!: number;
  @ApiProperty({ enum: KINDS }) kind!: string;
  @ApiProperty({ example: '2027-03-01' }) from!: string;
  @ApiProperty({ example: '2027-03-05', description: 'Included' }) to!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

export class ClosuresResponse {
  @ApiProperty({ type: [ClosureResponse] }) closures!: ClosureResponse[];
  @ApiProperty() total!: number;
}
