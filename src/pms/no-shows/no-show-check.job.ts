import { ApiProperty } from '@nestjs/swagger';
import { nightJob } from '../nights/night-job.js';

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

export const NoShowCheck = nightJob({
  name: 'no-show-check',
  summary: 'Guests who did not come: fee by the rule they booked under, nights given back, guest told',
  result: NoShowResult,
  aliases: ['check-no-shows'],
});
