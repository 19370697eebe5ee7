import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { daysBetween } from '../../platform/dates/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { HotelsService } from '../../rooms/index.js';
import { AvailabilityQuery, AvailabilityResponse } from './availability.dto.js';
import { HotelAvailability } from './hotel-availability.js';

const MAX_DAYS = 366;

@ApiTags('PMS: availability')
@Controller('availability')
export class AvailabilityController {
  constructor(
    private readonly hotels: HotelsService,
    private readonly availability: HotelAvailability,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What each category has, has sold and can still sell: now, and for past dates as recorded' })
  @ApiOkResponse({ type: AvailabilityResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: AvailabilityQuery): Promise<AvailabilityResponse> {
    const from = dateOf('from', query.from)!;
    const to = dateOf('to', query.to)!;
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > MAX_DAYS) throw invalid('to', `to must lie 0 to ${MAX_DAYS - 1} days after from`);
    const hotel = await this.hotels.get(query.hotelId);
    const rows = await this.availability.days(hotel, from, to);
    return { days: rows.map((row) => ({ ...row, computedAt: row.computedAt.toISOString() })) };
  }
}
