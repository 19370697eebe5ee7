import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { NightQuery, NightResponse } from './tonight.dto.js';
import { CURRENT, TonightService } from './tonight.service.js';

@ApiTags('PMS: night jobs')
@Controller('nights')
export class TonightController {
  constructor(private readonly tonight: TonightService) {}

  @Get(':date')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'A night on one board: each job at each hotel, what needs somebody, what comes next',
    description: `A night lasts from noon to noon by the hotel's clock and has the date of its evening. \`${CURRENT}\` is the night
that each hotel has now. A cell shows the worst slot of its kind; a job that will not be done by its \`dueBy\`, or its slot from
half an hour before it, is \`atRisk\`.`,
  })
  @ApiParam({ name: 'date', description: `Date of the evening, or ${CURRENT}`, example: CURRENT })
  @ApiOkResponse({ type: NightResponse })
  @ApiProblems(400, 401, 403, 404)
  of(@Param('date') date: string, @Query() { hotelId, limit, offset }: NightQuery): Promise<NightResponse> {
    return this.tonight.of(date, hotelId, limit, offset);
  }
}
