import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import {
  BusinessDayResponse,
  BusinessDaysQuery,
  BusinessDaysResponse,
  CloseDayRequest,
  OpenDayQuery,
} from './business-days.dto.js';
import { BusinessDaysService, type ClosableDay } from './business-days.service.js';

@ApiTags('PMS: business days')
@Controller()
export class BusinessDaysController {
  constructor(private readonly days: BusinessDaysService) {}

  @Get('business-days')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: "A hotel's business days, latest first" })
  @ApiOkResponse({ type: BusinessDaysResponse })
  @ApiProblems(400, 401, 403, 404)
  async list(@Query() query: BusinessDaysQuery): Promise<BusinessDaysResponse> {
    const { businessDays, total } = await this.days.list(query.hotelId, query.limit, query.offset);
    return { businessDays: businessDays.map(toResponse), total };
  }

  @Get('hotels/:id/business-days/current')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The open day with its checklist' })
  @ApiOkResponse({ type: BusinessDayResponse })
  @ApiProblems(400, 401, 403, 404)
  async current(@Param('id', IdPipe) id: number, @Query() { checks }: OpenDayQuery): Promise<BusinessDayResponse> {
    return toResponse(await this.days.current(id, checks !== 'false'));
  }

  @Get('hotels/:id/business-days/:date')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One day' })
  @ApiOkResponse({ type: BusinessDayResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number, @Param('date') date: string): Promise<BusinessDayResponse> {
    return toResponse(await this.days.get(id, date));
  }

  @Post('hotels/:id/business-days/:date/close')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: "Close the open day: nights charged, pack frozen, next date opened; before the hotel's hour with a reason",
  })
  @ApiOkResponse({ type: BusinessDayResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async close(
    @Param('id', IdPipe) id: number,
    @Param('date') date: string,
    @Body() body: CloseDayRequest,
  ): Promise<BusinessDayResponse> {
    return toResponse(await this.days.close(id, date, body));
  }
}

function toResponse({ openedAt, closedAt, closableFrom, ...day }: ClosableDay): BusinessDayResponse {
  return {
    ...day,
    openedAt: openedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
    closableFrom: closableFrom.toISOString(),
  };
}
