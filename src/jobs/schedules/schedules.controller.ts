import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { JobResponse } from '../queries/jobs-answers.dto.js';
import {
  EditScheduleRequest,
  ListSchedulesQuery,
  PauseScheduleRequest,
  PreviewQuery,
  PreviewRangeQuery,
  RecurringJobRequest,
} from './schedules-requests.dto.js';
import { PreviewResponse, ScheduleListResponse, ScheduleResponse } from './schedules-answers.dto.js';
import { toPreview, toResponse, toResponses } from './schedule-answers.js';
import { ScheduleControl } from './schedule-control.js';

@ApiTags('Schedules')
@ApiBearerAuth()
@Controller()
export class SchedulesController {
  constructor(private readonly control: ScheduleControl) {}

  @Post('jobs/recurring')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Run a job again and again; a name that exists edits that schedule' })
  @ApiCreatedResponse({ type: ScheduleResponse })
  @ApiOkResponse({ type: ScheduleResponse, description: 'There was one of this name: it has been changed.' })
  @ApiProblems(400, 401, 403, 404, 409, 413)
  async create(
    @Body() body: RecurringJobRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleResponse> {
    const { schedule, isNew } = await this.control.create(body);
    void reply.status(isNew ? 201 : 200);
    return toResponse(schedule);
  }

  @Get('schedules')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List schedules' })
  @ApiOkResponse({ type: ScheduleListResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset, ...filter }: ListSchedulesQuery): Promise<ScheduleListResponse> {
    const { schedules, total } = await this.control.list(filter, limit, offset);
    return { schedules: toResponses(schedules), total };
  }

  @Get('schedules/preview')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'When an expression would fire, day by day, odd days marked' })
  @ApiOkResponse({ type: PreviewResponse })
  @ApiProblems(400, 401, 403)
  previewOf(@Query() { cron, timezone, dst = 'once', from, days }: PreviewQuery): PreviewResponse {
    return toPreview({ cron, timezone, dst }, from, days);
  }

  @Get('schedules/:id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One schedule with its next five firings' })
  @ApiOkResponse({ type: ScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<ScheduleResponse> {
    return toResponse(await this.control.find(id));
  }

  @Get('schedules/:id/preview')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'When a schedule fires, day by day, odd days marked' })
  @ApiOkResponse({ type: PreviewResponse })
  @ApiProblems(400, 401, 403, 404)
  async preview(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { from, days }: PreviewRangeQuery,
  ): Promise<PreviewResponse> {
    return toPreview(await this.control.find(id), from, days);
  }

  @Patch('schedules/:id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change a schedule in place; it counts from now' })
  @ApiOkResponse({ type: ScheduleResponse })
  @ApiProblems(400, 401, 403, 404, 409, 413)
  async edit(@Param('id', ParseUUIDPipe) id: string, @Body() body: EditScheduleRequest): Promise<ScheduleResponse> {
    return toResponse(await this.control.edit(id, body));
  }

  @Delete('schedules/:id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Remove a schedule and its slots; jobs it has started go on' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.control.remove(id);
  }

  @Post('schedules/:id/run')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Run it once now; its own slots come as they would have' })
  @ApiCreatedResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 429)
  run(@Param('id', ParseUUIDPipe) id: string): Promise<JobResponse> {
    return this.control.run(id);
  }

  @Post('schedules/:id/pause')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make a schedule stand still until it is resumed' })
  @ApiOkResponse({ type: ScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  async pause(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: PauseScheduleRequest = {},
  ): Promise<ScheduleResponse> {
    return toResponse(await this.control.pause(id, body?.reason));
  }

  @Post('schedules/:id/resume')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Go on from now; what fell into the pause is not made up for' })
  @ApiOkResponse({ type: ScheduleResponse })
  @ApiProblems(400, 401, 403, 404)
  async resume(@Param('id', ParseUUIDPipe) id: string): Promise<ScheduleResponse> {
    return toResponse(await this.control.resume(id));
  }
}
