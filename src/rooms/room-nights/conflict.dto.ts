import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const REASONS = ['ROOM_RETIRED_BUT_SOLD', 'ROOM_CLOSED_BUT_SOLD', 'OVERSOLD'] as const;

/** More is sold than there is on a date. Nothing is changed; people must find the guest another room. */
export class ConflictResponse {
  @ApiProperty({ enum: REASONS }) reason!: (typeof REASONS)[number];
  @ApiProperty({ example: '2026-05-12' }) date!: string;
  @ApiPropertyOptional() roomId?: number;
  @ApiPropertyOptional({ description: 'Number of the room' }) room?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The booking that was given the room' }) reservationId?: string;
  @ApiPropertyOptional({ description: 'Rooms there are to sell' }) capacity?: number;
  @ApiPropertyOptional({ description: 'Rooms sold or held' }) sold?: number;
  @ApiPropertyOptional({
    type: [String],
    description: 'Bookings of the night that have no room yet, latest first; 20 at most',
  })
  bookings?: string[];
}
