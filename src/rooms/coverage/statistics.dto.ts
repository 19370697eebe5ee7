import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';

export class StatsQuery {
  @ApiPropertyOptional({ example: '2027-01-01', description: 'Default: today at the hotel' })
  @IsOptional()
  @IsString()
  startDate?: string;

  @ApiPropertyOptional({
    example: '2027-01-31',
    description: 'Included; default: the end of the horizon, or startDate where that is later',
  })
  @IsOptional()
  @IsString()
  endDate?: string;
}

export class DateRangeResponse {
  @ApiProperty({ example: '2027-01-01' }) startDate!: string;
  @ApiProperty({ example: '2027-01-31', description: 'Included' }) endDate!: string;
}

export class CoverageFigures {
  @ApiProperty({ description: 'Room nights that exist' }) totalRooms!: number;
  @ApiProperty({ description: 'Room nights still for sale; none on dates whose sale is stopped' })
  availableRooms!: number;
  @ApiProperty({ description: 'Room nights sold' }) bookedRooms!: number;
  @ApiProperty({ description: 'Room nights of rooms out of order' }) outOfOrderRooms!: number;
  @ApiProperty({ description: 'Existing / possible room nights, 0..1' }) coverage!: number;
}

export class MissingRangeResponse {
  @ApiProperty({ example: '2027-01-10' }) startDate!: string;
  @ApiProperty({ example: '2027-01-12', description: 'Included' }) endDate!: string;
  @ApiProperty({ type: [String], description: 'Numbers of the rooms' }) rooms!: string[];
  @ApiProperty({ description: 'Room nights' }) nights!: number;
}

export class RoomStats extends CoverageFigures {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ type: DateRangeResponse }) dateRange!: DateRangeResponse;
  @ApiProperty({ type: [MissingRangeResponse], description: 'Missing room nights by date, at most 200 ranges' })
  missing!: MissingRangeResponse[];
}

export class CategoryStats extends CoverageFigures {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty() name!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty() hotel!: string;
  @ApiProperty({ type: DateRangeResponse }) dateRange!: DateRangeResponse;
}

export class CronStats extends CoverageFigures {
  @ApiProperty({
    type: DateRangeResponse,
    nullable: true,
    description: 'From the first to the last local date; null without categories',
  })
  dateRange!: DateRangeResponse | null;
  @ApiProperty({ type: [CategoryStats] }) categories!: CategoryStats[];
}

export class RoomStatsResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ type: RoomStats }) data!: RoomStats;
}

export class CronStatsResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ type: CronStats }) data!: CronStats;
}
