import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { Roles } from '../../platform/auth/index.js';
import { daysBetween } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf, IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { AvailabilityService, HotelsService } from '../../rooms/index.js';
import { AvailabilityRepository } from './availability.repository.js';

const MAX_DAYS = 366;

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
  @ApiProperty({ type: String, nullable: true, example: '75.00', description: 'Percent of the rooms in order' })
  occupancyPct!: string | null;
  @ApiProperty({ format: 'date-time', description: 'When all but sellable was computed' }) computedAt!: string;
}

export class AvailabilityResponse {
  @ApiProperty({ type: [AvailabilityDay], description: 'Dates that have been computed, by date and category' })
  days!: AvailabilityDay[];
}

@ApiTags('PMS: availability')
@Controller('availability')
export class AvailabilityController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly availability: AvailabilityRepository,
    private readonly live: AvailabilityService,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What each category has, has sold and can still sell' })
  @ApiOkResponse({ type: AvailabilityResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: AvailabilityQuery): Promise<AvailabilityResponse> {
    const from = dateOf('from', query.from)!;
    const to = dateOf('to', query.to)!;
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > MAX_DAYS) throw invalid('to', `to must lie 0 to ${MAX_DAYS - 1} days after from`);
    const hotel = await this.hotels.get(query.hotelId);
    const sellable = new Map<string, number>();
    for (const { date, categories } of await this.live.ofHotel(hotel.id, from, to))
      for (const category of categories) sellable.set(`${date} ${category.categoryId}`, category.sellable);
    const rows = await this.availability.list(hotel.id, from, to);
    return {
      days: rows.map((row) => ({
        ...row,
        sellable: sellable.get(`${row.date} ${row.roomCategoryId}`) ?? null,
        computedAt: row.computedAt.toISOString(),
      })),
    };
  }
}
