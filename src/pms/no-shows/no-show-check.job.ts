import { ApiProperty } from '@nestjs/swagger';
import { counted } from '../nights/counted.js';
import { defineNightJob } from '../nights/night-job.js';

export class MarkedNoShow {
  @ApiProperty({ format: 'uuid' }) bookingId!: string;
  @ApiProperty() code!: string;
  @ApiProperty({ enum: ['NO_SHOW', 'RELEASED'], description: 'RELEASED: not guaranteed, no fee' }) outcome!: string;
  @ApiProperty({ example: '120.00' }) penalty!: string;
}

export class NoShowResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ format: 'date-time' }) asOf!: string;
  @ApiProperty({ description: 'Bookings looked at' }) checked!: number;
  @ApiProperty() noShowsDetected!: number;
  @ApiProperty({ description: 'Unguaranteed bookings released without a fee' }) released!: number;
  @ApiProperty() penaltiesApplied!: number;
  @ApiProperty({ example: '120.00' }) penaltyTotal!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'Nights given back to the inventory' }) roomsFreed!: number;
  @ApiProperty({ type: [MarkedNoShow] }) bookings!: MarkedNoShow[];
}

export const NoShowCheck = defineNightJob({
  name: 'no-show-check',
  summary: 'Guests who did not come: fee by the rule they booked under, nights given back, guest told',
  result: NoShowResult,
  route: 'check-no-shows',
  title: 'No-show check',
  cron: '0 */2 * * *',
  position: 30,
  repeats: true,
  line: ({ noShowsDetected, released, penaltiesApplied, penaltyTotal, currency, roomsFreed }) =>
    `${counted(noShowsDetected, 'no-show')}, ${released} released; ` +
    `${counted(penaltiesApplied, 'fee')}, ${penaltyTotal} ${currency}; ${counted(roomsFreed, 'night')} given back`,
  exceptions: ({ bookings }) =>
    bookings.map(({ code, outcome, penalty }) =>
      outcome === 'NO_SHOW' ? `${code} did not come: charged ${penalty}` : `${code} did not come: released, no fee`,
    ),
});
