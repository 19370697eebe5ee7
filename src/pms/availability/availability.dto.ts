import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';

export class AvailabilityQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: '2027-03-01' })
  @IsDate()
  from!: string;

  @ApiProperty({ example: '2027-03-31', description: 'Included' })
  @IsDate()
  to!: string;
}

export class AvailabilityDay {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: '2027-03-01' }) date!: string;
  @ApiProperty() physical!: number;
  @ApiProperty({ description: 'Not for sale' }) outOfOrder!: number;
  @ApiProperty({ description: 'For sale, not for use' }) outOfService!: number;
  @ApiProperty() sold!: number;
  @ApiProperty({ description: 'Asked for, not sold' }) tentative!: number;
  @ApiProperty({ description: 'physical - outOfOrder - sold; may be negative' }) available!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'What may be sold at this moment, overbooking included; null for a date that is not open',
  })
  sellable!: number | null;
  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'What all categories of the hotel have left together, overbooking included: no category sells more. May be negative; null for a date that is not open',
  })
  hotelLeft!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '75.00', description: 'Percent of the rooms in order' })
  occupancyPct!: string | null;
  @ApiProperty({ enum: ['live', 'snapshot'], description: 'snapshot: a past date, as the night job recorded it' })
  source!: 'live' | 'snapshot';
  @ApiProperty({ format: 'date-time', description: 'When all but sellable was computed' }) computedAt!: string;
}

export class AvailabilityResponse {
  @ApiProperty({ type: [AvailabilityDay], description: 'By date and category' })
  days!: AvailabilityDay[];
}
