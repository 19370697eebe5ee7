import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsUUID, Max, Min } from 'class-validator';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { BookingResponse } from '../bookings/bookings.dto.js';
import { STEP_KINDS, type StepKind } from '../stay-steps/stay-steps.repository.js';

const PRICES = ['keep', 'present'] as const;

export class StepReason {
  @ApiProperty({ example: 'Air conditioning broken', description: 'Kept in the audit trail and with the booking' })
  @IsWords(500)
  reason!: string;
}

export class MoveRoomRequest extends StepReason {
  @ApiPropertyOptional({ description: 'Default: a free room of the category, inspected ones first, then clean ones' })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId?: number;

  @ApiPropertyOptional({ description: 'Default: the category of the present room, or of roomId' })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId?: number;

  @ApiPropertyOptional({
    enum: PRICES,
    default: 'keep',
    description: 'present: nights that are not charged yet get the present price of the new category',
  })
  @IfGiven()
  @IsIn(PRICES)
  price?: (typeof PRICES)[number];
}

export class SwapRoomsRequest extends StepReason {
  @ApiProperty({ format: 'uuid', description: 'The other guest in the house, of the same hotel' })
  @IsUUID()
  bookingId!: string;
}

export class UndoStepRequest extends StepReason {}

export class StayRoom {
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '101' }) room!: string;
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: '2027-03-01' }) from!: string;
  @ApiProperty({ example: '2027-03-04', description: 'Not included' }) until!: string;
}

export class RoomNightOfStay {
  @ApiProperty({ example: '2027-03-01' }) date!: string;
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '101' }) room!: string;
}

export class MovedResponse extends BookingResponse {
  @ApiProperty({ type: [StayRoom] }) rooms!: StayRoom[];
}

export class StayStepResponse {
  @ApiProperty({ enum: STEP_KINDS }) kind!: StepKind;
  @ApiProperty({ example: '2027-03-01' }) businessDate!: string;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'User' }) by!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) undoneAt!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) undoneBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) undoReason!: string | null;
}

export class StayRoomsResponse {
  @ApiProperty({ type: [StayRoom] }) rooms!: StayRoom[];
  @ApiProperty({ type: [RoomNightOfStay], description: 'Which room each night was, or is to be' })
  nights!: RoomNightOfStay[];
  @ApiProperty({ type: [StayStepResponse], description: 'Check-in, moves and check-out, latest first' })
  steps!: StayStepResponse[];
}
