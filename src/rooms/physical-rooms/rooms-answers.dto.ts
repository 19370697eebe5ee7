import { ApiProperty } from '@nestjs/swagger';
import { ConflictResponse } from '../room-nights/conflict.dto.js';

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
  @ApiProperty({ type: [ConflictResponse], description: 'Nights that have a guest and stay' })
  conflicts!: ConflictResponse[];
}
