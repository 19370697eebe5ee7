import { Body, Controller, Delete, Get, Head, HttpCode, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { JobContract } from '../contract/define-job.js';
import { startable } from '../contract/startable.js';
import { JobControl } from '../control/job-control.js';
import {
  CreateBatchRequest,
  CreateJobRequest,
  type JobOptionsRequest,
  RetryJobRequest,
  ScheduleJobRequest,
} from './jobs-requests.dto.js';
import { JobDetailResponse, JobListResponse, JobResponse, JobStatsResponse } from '../queries/jobs-answers.dto.js';
import { type EnqueueOptions, JobsService } from '../accept/jobs.service.js';
import { ListJobsQuery } from '../queries/job-filter.dto.js';
import { JobQueries, STATS_DAYS } from '../queries/job-queries.js';
import { JobSearch } from '../queries/job-search.js';
import { WhyResponse } from '../why/why.dto.js';
import { WhyService } from '../why/why.service.js';

const PERIOD = `${STATS_DAYS}_days`;

@ApiTags('Jobs')
@ApiBearerAuth()
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly queries: JobQueries,
    private readonly search: JobSearch,
    private readonly control: JobControl,
    private readonly why: WhyService,
    private readonly contracts: ContractRegistry,
    private readonly context: RequestContext,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Create a job' })
  @ApiCreatedResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 413, 429)
  create(@Body() body: CreateJobRequest): Promise<JobResponse> {
    return this.jobs.enqueueUntyped(this.startable(body.type), body.data, optionsOf(body.options));
  }

  @Post('schedule')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Create a job that runs later' })
  @ApiCreatedResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 413, 429)
  schedule(@Body() body: ScheduleJobRequest): Promise<JobResponse> {
    if ((body.runAt === undefined) === (body.delay === undefined)) throw invalid('runAt', 'Give either delay or runAt');
    const runAt = body.runAt ? new Date(body.runAt) : undefined;
    return this.jobs.enqueueUntyped(this.startable(body.type), body.data, { runAt, delay: body.delay });
  }

  @Post('batches')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Create many jobs of one type as a batch, which is a job itself' })
  @ApiCreatedResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 413, 429)
  batch(@Body() body: CreateBatchRequest): Promise<JobResponse> {
    const contract = this.startable(body.type);
    const options = optionsOf(body.options);
    return this.jobs.enqueueBatch(
      body.label ?? body.type,
      body.items.map((payload) => ({ contract, payload, options })),
      body.onComplete && {
        contract: this.startable(body.onComplete.type, 'onComplete.type'),
        payload: body.onComplete.data,
      },
    );
  }

  @Head()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Totals of the last 30 days, as headers' })
  @ApiOkResponse({
    description: 'X-Total-Jobs, X-Completed-Jobs, X-Failed-Jobs, X-Success-Rate, X-Period',
    headers: { 'X-Total-Jobs': { schema: { type: 'integer' } }, 'X-Success-Rate': { schema: { type: 'number' } } },
  })
  @ApiProblems(401, 403)
  async head(@Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const stats = await this.queries.stats();
    void reply.headers({
      'X-Total-Jobs': stats.totalJobs,
      'X-Completed-Jobs': stats.completedJobs,
      'X-Failed-Jobs': stats.failedJobs,
      'X-Success-Rate': stats.successRate,
      'X-Period': PERIOD,
    });
  }

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'List jobs, newest first or as sort says; by pages (offset) or from a place on (cursor)' })
  @ApiOkResponse({ type: JobListResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() query: ListJobsQuery): Promise<JobListResponse> {
    if (query.cursor !== undefined && query.offset > 0) throw invalid('offset', 'Give either offset or cursor');
    return this.search.list(await this.search.filter(query), query);
  }

  @Get('stats')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Totals of the last 30 days, overall and by kind' })
  @ApiOkResponse({ type: JobStatsResponse })
  @ApiProblems(401, 403)
  async stats(): Promise<JobStatsResponse> {
    return { ...(await this.queries.stats()), period: PERIOD };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One job with its attempts' })
  @ApiOkResponse({ type: JobDetailResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<JobDetailResponse> {
    return this.jobs.get(id);
  }

  @Get(':id/why')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Why it is not running (yet): paused, capped, delayed, behind others, no worker' })
  @ApiOkResponse({ type: WhyResponse })
  @ApiProblems(400, 401, 403, 404)
  explain(@Param('id', ParseUUIDPipe) id: string): Promise<WhyResponse> {
    return this.why.explain(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Run a failed, dead or cancelled job again; of a batch, the jobs that did not complete',
    description: `Also a completed job with failed items. With failedItemsOnly, what was done stays done. A run of statements has a route of its
own for this, which the refusal names.`,
  })
  @ApiBody({ type: RetryJobRequest, required: false })
  @ApiOkResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  retry(@Param('id', ParseUUIDPipe) id: string, @Body() body?: RetryJobRequest): Promise<JobResponse> {
    return this.control.retry(id, undefined, body?.failedItemsOnly);
  }

  @Delete(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Cancel a job; a running one is told to stop' })
  @ApiOkResponse({ type: JobResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  cancel(@Param('id', ParseUUIDPipe) id: string): Promise<JobResponse> {
    return this.control.cancel(id);
  }

  private startable(type: string, path?: string): JobContract {
    return startable(this.contracts, this.context.principal, type, path);
  }
}

function optionsOf(options?: Partial<JobOptionsRequest>): EnqueueOptions {
  return { ...options, dueBy: options?.dueBy ? new Date(options.dueBy) : undefined };
}
