import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { BOOKING_STATUSES, type BookingStatus } from '../bookings/booking-row.js';

/** Rooms of one answer. */
const MAX_ROOMS = 300;

export class RoomTimelineQuery extends PageQuery {
  @ApiProperty({ example: '2027-03-01', description: 'First night' })
  @IsDate()
  from!: string;

  @ApiProperty({ example: '2027-03-31', description: 'Last night, included; at most 62 nights' })
  @IsDate()
  to!: string;

  @ApiPropertyOptional({ minimum: 1, maximum: MAX_ROOMS, default: MAX_ROOMS })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ROOMS)
  override limit: number = MAX_ROOMS;
}

export class TimelineBooking {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'B7K3-MQ9P' }) code!: string;
  @ApiProperty() guestName!: string;
  @ApiProperty({ enum: BOOKING_STATUSES }) status!: BookingStatus;
  @ApiProperty({ example: '2027-03-01' }) arrival!: string;
  @ApiProperty({ example: '2027-03-04' }) departure!: string;
}

export class TimelineWorkOrder {
  @ApiProperty() id!: number;
  @ApiProperty({ example: 'Shower drips' }) work!: string;
}

export class TimelineClosure {
  @ApiProperty() id!: number;
  @ApiProperty({ enum: ['OOO', 'OOS', 'OOI', 'HOUSE'] }) kind!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: TimelineWorkOrder, nullable: true, description: 'The open work order that closes the room' })
  workOrder!: TimelineWorkOrder | null;
}

/** Nights of a room that a guest or a closure has; one of the two is set. */
export class TimelineSpan {
  @ApiProperty({ example: '2027-03-01', description: 'May lie before the window' }) from!: string;
  @ApiProperty({ example: '2027-03-04', description: 'Not included; may lie after the window' }) until!: string;
  @ApiProperty({ type: TimelineBooking, nullable: true }) booking!: TimelineBooking | null;
  @ApiProperty({ type: TimelineClosure, nullable: true }) closure!: TimelineClosure | null;
}

export class TimelineRoom {
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '101' }) room!: string;
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ type: String, nullable: true, example: '2027-01-01' }) inServiceFrom!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'First date no longer in service' })
  retiredFrom!: string | null;
  @ApiProperty({ type: [TimelineSpan], description: 'By date; two never overlap' }) spans!: TimelineSpan[];
}

export class NightsWithoutRoom {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: '2027-03-01' }) from!: string;
  @ApiProperty({ example: '2027-03-04', description: 'Not included' }) until!: string;
  @ApiProperty({ type: TimelineBooking }) booking!: TimelineBooking;
}

export class RoomTimelineResponse {
  @ApiProperty({ example: '2027-03-01', description: "The hotel's local date" }) today!: string;
  @ApiProperty({ type: [TimelineRoom], description: 'One page of the rooms in service, by number' })
  rooms!: TimelineRoom[];
  @ApiProperty({ description: 'Rooms on all pages' }) total!: number;
  @ApiProperty({
    type: [NightsWithoutRoom],
    description: 'Stays of the window without a room yet; 500 at most, by date',
  })
  withoutRoom!: NightsWithoutRoom[];
  @ApiProperty() withoutRoomTotal!: number;
}
