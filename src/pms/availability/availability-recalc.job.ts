import { ApiProperty } from '@nestjs/swagger';
import { counted } from '../nights/counted.js';
import { defineNightJob } from '../nights/night-job.js';

/** A counter that did not say what the bookings say. */
export class Drift {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: 'DBL' }) category!: string;
  @ApiProperty({ example: '2026-06-03' }) date!: string;
  @ApiProperty({ description: 'What the inventory had counted as sold' }) counted!: number;
  @ApiProperty({ description: 'What the reservations add up to' }) actual!: number;
}

export class AvailabilityResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-06-01' }) from!: string;
  @ApiProperty({ example: '2026-08-29', description: 'Included: 90 dates' }) to!: string;
  @ApiProperty({ description: 'Rooms of the hotel on the first date' }) roomsProcessed!: number;
  @ApiProperty({ description: 'Rows inserted and updated' }) availabilityUpdated!: number;
  @ApiProperty() inserted!: number;
  @ApiProperty() updated!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Percent of all dates; null when no room is in order' })
  occupancyRate!: number | null;
  @ApiProperty({ type: [Drift], description: 'Found, reported, then repaired' }) drift!: Drift[];
}

export const AvailabilityRecalc = defineNightJob({
  name: 'availability-recalc',
  summary: 'Keeps what each category has and has sold on the next 90 dates, and reports counters that drifted',
  result: AvailabilityResult,
  route: 'recalc-availability',
  title: 'Availability of the next 90 days',
  cron: '0 1 * * *',
  position: 40,
  line: ({ from, to, availabilityUpdated, occupancyRate, drift }) =>
    `${availabilityUpdated} days from ${from} to ${to}` +
    `${occupancyRate === null ? '' : `, ${Number(occupancyRate)} % sold`}; ${counted(drift.length, 'counter')} repaired`,
  exceptions: ({ drift }) =>
    drift.map(
      (one) =>
        `Category ${(one as Partial<Drift>).category ?? one.roomCategoryId} on ${one.date}: counted ${one.counted} sold, bookings say ${one.actual}; repaired`,
    ),
});
