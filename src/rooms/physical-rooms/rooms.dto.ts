import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ConflictResponse } from '../room-nights/conflict.dto.js';

class ServiceDates {
  @ApiPropertyOptional({ example: '2027-01-01', description: 'First date in service; default: since ever' })
  @IsOptional()
  @IsString()
  inServiceFrom?: string;

  @ApiPropertyOptional({ example: '2029-01-01', description: 'First date no longer in service; default: never' })
  @IsOptional()
  @IsString()
  retiredFrom?: string;
}

export class CreateRoomRequest extends ServiceDates {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId!: number;

  @ApiProperty({ example: '101', description: 'Unique within the hotel' })
  @IsString()
  @Length(1, 20)
  number!: string;
}

export class CreateRoomsRequest extends ServiceDates {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId!: number;

  @ApiProperty({ example: 101, description: 'Number of the first room' })
  @IsInt()
  @Min(0)
  @Max(999_999)
  firstNumber!: number;

  @ApiProperty({ example: 12, minimum: 1, maximum: 2000, description: 'How many, numbered on' })
  @IsInt()
  @Min(1)
  @Max(2000)
  count!: number;

  @ApiPropertyOptional({ example: 'A-', description: 'Before each number' })
  @IsOptional()
  @Matches(/^[\p{L}\p{N} ._-]{0,10}$/u)
  prefix?: string;
}

export class UpdateRoomRequest {
  @ApiPropertyOptional({ example: '101' })
  @IsOptional()
  @IsString()
  @Length(1, 20)
  number?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'First date in service; null: since ever' })
  @IsOptional()
  @IsString()
  inServiceFrom?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'First date no longer in service; null: never' })
  @IsOptional()
  @IsString()
  retiredFrom?: string | null;

  @ApiPropertyOptional({
    description:
      'Take it out of service although guests are to sleep in it, or fewer rooms are left than are sold; needs a reason. Without it: 409 with conflicts',
  })
  @IsOptional()
  @IsBoolean()
  acceptOversell?: boolean;

  @ApiPropertyOptional({ example: 'Becomes an office' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  reason?: string;
}

export class RoomsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only this hotel' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ description: 'Only this category' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId?: number;
}

export class RoomResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: '101' }) number!: string;
  @ApiProperty({ type: String, nullable: true }) inServiceFrom!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'First date no longer in service' })
  retiredFrom!: string | null;
}

export class RoomsResponse {
  @ApiProperty({ type: [RoomResponse] }) rooms!: RoomResponse[];
  @ApiProperty() total!: number;
}

export class UpdatedRoomResponse extends RoomResponse {
  @ApiProperty({ description: 'Unsold future room nights removed with the retirement' }) totalRoomsClosed!: number;
  @ApiProperty({
    type: [ConflictResponse],
    description: 'Nights that have a guest and stay, and nights that are oversold now',
  })
  conflicts!: ConflictResponse[];
}
