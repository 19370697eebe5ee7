import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';
import { ConflictResponse } from '../room-nights/conflict.dto.js';

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

  @ApiPropertyOptional({
    description:
      'Close it although that takes the room from bookings, or leaves fewer rooms than are sold; needs a reason. Without it: 409 with conflicts',
  })
  @IsOptional()
  @IsBoolean()
  acceptOversell?: boolean;
}

export class ClosureResponse {
  @ApiProperty() id!: number;
  @ApiProperty() roomId!: number;
  @ApiProperty({ enum: KINDS }) kind!: string;
  @ApiProperty({ example: '2027-03-01' }) from!: string;
  @ApiProperty({ example: '2027-03-05', description: 'Included' }) to!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

export class CreatedClosureResponse extends ClosureResponse {
  @ApiProperty({ type: [ConflictResponse], description: 'What was accepted: guests who need another room' })
  conflicts!: ConflictResponse[];
}

export class ClosuresResponse {
  @ApiProperty({ type: [ClosureResponse] }) closures!: ClosureResponse[];
  @ApiProperty() total!: number;
}
