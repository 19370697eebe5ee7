import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { JobResponse } from '../queries/jobs-answers.dto.js';
import {
  DeadLetterDetailResponse,
  DeadLetterGroupListResponse,
  DeadLetterListResponse,
  DeadLettersQuery,
  RequeuedResponse,
  RequeueManyRequest,
  RequeueRequest,
} from './dead-letters.dto.js';
import { CHANGES_MANY, DeadLettersService } from './dead-letters.service.js';

@ApiTags('Dead letters')
@ApiBearerAuth()
@Controller('jobs/dead-letters')
export class DeadLettersController {
  constructor(private readonly letters: DeadLettersService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Jobs that were given up, newest first' })
  @ApiOkResponse({ type: DeadLetterListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset, ...filter }: DeadLettersQuery): Promise<DeadLetterListResponse> {
    return this.letters.list(filter, limit, offset);
  }

  @Get('groups')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'What went wrong, most numerous first: dead letters by fingerprint of their error' })
  @ApiOkResponse({ type: DeadLetterGroupListResponse })
  @ApiProblems(400, 401, 403)
  groups(@Query() { limit, offset, ...filter }: DeadLettersQuery): Promise<DeadLetterGroupListResponse> {
    return this.letters.groups(filter, limit, offset);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One dead letter, also one that has been dealt with' })
  @ApiOkResponse({ type: DeadLetterDetailResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<DeadLetterDetailResponse> {
    return this.letters.get(id);
  }

  @Post('requeue')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Run again all that fit a filter; with dryRun, count them first',
    description: `Letters of jobs that themselves change many (${CHANGES_MANY.join(', ')}) are left alone.`,
  })
  @ApiOkResponse({ type: RequeuedResponse })
  @ApiProblems(400, 401, 403)
  requeueMany(@Body() { dryRun, all, ...filter }: RequeueManyRequest): Promise<RequeuedResponse> {
    const filtered = Object.values(filter).some((value) => value !== undefined);
    // A forgotten filter must not run everything again.
    if (!dryRun && filtered === (all ?? false)) throw invalid('all', 'Give either a filter or "all": true');
    return this.letters.requeueAll(filter, dryRun ?? false);
  }

  @Post(':id/requeue')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Run one again, with corrected data if need be' })
  @ApiOkResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  requeue(@Param('id', ParseUUIDPipe) id: string, @Body() body: RequeueRequest): Promise<JobResponse> {
    return this.letters.requeue(id, body?.data);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Discard one; its job stays in the history as FAILED' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  discard(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.letters.discard(id);
  }
}
