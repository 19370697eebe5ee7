import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** More is sold than there is on a date. Nothing is changed; people must find the guest another room. */
export class ConflictResponse {
  @ApiProperty({ enum: ['ROOM_RETIRED_BUT_SOLD', 'OVERSOLD'] }) reason!: 'ROOM_RETIRED_BUT_SOLD' | 'OVERSOLD';
  @ApiProperty({ example: '2026-05-12' }) date!: string;
  @ApiPropertyOptional() roomId?: number;
  @ApiPropertyOptional({ description: 'Number of the room' }) room?: string;
  @ApiPropertyOptional({ format: 'uuid' }) reservationId?: string;
  @ApiPropertyOptional({ description: 'Rooms there are to sell' }) capacity?: number;
  @ApiPropertyOptional({ description: 'Rooms sold or held' }) sold?: number;
}
