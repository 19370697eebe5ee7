import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { CreateHotelRequest, HotelResponse, HotelsResponse, UpdateHotelRequest } from './hotels.dto.js';
import type { HotelRow } from './hotels.repository.js';
import { HotelsService } from './hotels.service.js';

@ApiTags('Rooms: hotels')
@Controller('hotels')
export class HotelsController {
  constructor(private readonly hotels: HotelsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Create a hotel' })
  @ApiCreatedResponse({ type: HotelResponse })
  @ApiProblems(400, 401, 403, 409)
  async create(@Body() body: CreateHotelRequest): Promise<HotelResponse> {
    const { timezone: timeZone, ...hotel } = body;
    return toResponse(await this.hotels.create({ ...hotel, timeZone }));
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List hotels by name' })
  @ApiOkResponse({ type: HotelsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() page: PageQuery): Promise<HotelsResponse> {
    const { hotels, total } = await this.hotels.list(page.limit, page.offset);
    return { hotels: hotels.map(toResponse), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One hotel' })
  @ApiOkResponse({ type: HotelResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', IdPipe) id: number): Promise<HotelResponse> {
    return toResponse(await this.hotels.get(id));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a hotel; a new time zone moves its nightly generation' })
  @ApiOkResponse({ type: HotelResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async update(@Param('id', IdPipe) id: number, @Body() body: UpdateHotelRequest): Promise<HotelResponse> {
    const { timezone: timeZone, ...changes } = body;
    return toResponse(await this.hotels.update(id, { ...changes, timeZone }));
  }
}

/** The API calls it `timezone` everywhere; in code it is `timeZone`, as in Intl. */
function toResponse({ timeZone: timezone, ...hotel }: HotelRow): HotelResponse {
  return { ...hotel, timezone };
}
