import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import {
  LimitRequest,
  PauseRequest,
  QueueHistoryQuery,
  QueueMetricsQuery,
  ResumeRequest,
  TenantQuery,
} from './queues-requests.dto.js';
import {
  ActivePauseListResponse,
  LimitResponse,
  PauseResponse,
  QueueHealthResponse,
  QueueHistoryResponse,
  QueueMetricsResponse,
  TenantShareListResponse,
} from './queues-answers.dto.js';
import { LimitsService } from './limits.service.js';
import { PausesService } from './pauses.service.js';
import { QueueHistory } from './queue-history.js';
import { QueueMetrics } from './queue-metrics.js';
import { Doorbell } from '../doorbell/doorbell.js';

/** Failed share of finished jobs, percent, above which a queue counts as unhealthy. */
const UNHEALTHY_ABOVE = 50;

@ApiTags('Queues')
@ApiBearerAuth()
@Controller('jobs')
export class QueuesController {
  constructor(
    private readonly metrics: QueueMetrics,
    private readonly history: QueueHistory,
    private readonly pauses: PausesService,
    private readonly limits: LimitsService,
    private readonly doorbell: Doorbell,
  ) {}

  @Get('queues/metrics')
  @Roles('ADMIN', 'MANAGER', 'STAFF', 'OPERATOR')
  @ApiOperation({ summary: "Figures of each queue: a tenant's own, an operator's for all" })
  @ApiOkResponse({ type: [QueueMetricsResponse] })
  @ApiProblems(400, 401, 403, 404)
  read(@Query() query: QueueMetricsQuery): Promise<QueueMetricsResponse[]> {
    return this.metrics.read(query.type);
  }

  @Get('health/check')
  @Roles('ADMIN', 'MANAGER', 'STAFF', 'OPERATOR')
  @ApiOperation({ summary: 'Health of the queues' })
  @ApiOkResponse({ type: QueueHealthResponse })
  @ApiProblems(401, 403)
  async health(): Promise<QueueHealthResponse> {
    const rows = await this.metrics.read();
    const broker = await this.doorbell.check().then(
      () => true,
      () => false,
    );
    const unhealthy = rows.some((row) => row.failedRate > UNHEALTHY_ABOVE);
    return {
      status: broker && !unhealthy ? 'healthy' : 'degraded',
      queues: rows.length,
      totalJobs: rows.reduce((sum, r) => sum + r.waiting + r.active + r.completed + r.failed + r.delayed, 0),
      metrics: rows.map(({ name, active, failed, failedRate, paused }) => ({
        name,
        active,
        failed,
        failedRate,
        paused,
      })),
    };
  }

  @Get('queues/:name/history')
  @Roles('ADMIN', 'MANAGER', 'STAFF', 'OPERATOR')
  @ApiOperation({ summary: "What a queue did in the last 24 hours: a tenant's own jobs, an operator's for all" })
  @ApiOkResponse({ type: QueueHistoryResponse })
  @ApiProblems(400, 401, 403, 404)
  async past(
    @Param('name') name: string,
    @Query() { step = 'hour' }: QueueHistoryQuery,
  ): Promise<QueueHistoryResponse> {
    return { name, step, points: await this.history.points(name, step) };
  }

  @Get('queues/:name/tenants')
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Whose jobs a queue has, and how much of its time each tenant took' })
  @ApiOkResponse({ type: TenantShareListResponse })
  @ApiProblems(401, 403, 404)
  async shares(@Param('name') name: string): Promise<TenantShareListResponse> {
    const tenants = await this.history.shares(name);
    return { tenants, total: tenants.length };
  }

  @Get('queues/pauses')
  @Roles('ADMIN', 'MANAGER', 'STAFF', 'OPERATOR')
  @ApiOperation({ summary: 'Pauses in force' })
  @ApiOkResponse({ type: ActivePauseListResponse })
  @ApiProblems(401, 403)
  active(): Promise<ActivePauseListResponse> {
    return this.pauses.list();
  }

  @Post('queues/:name/pause')
  @HttpCode(200)
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({
    summary: 'Pause a queue, or "all": for the own tenant, or as OPERATOR for one tenant or everybody',
    description:
      'A pause of all does not hold cancel-jobs and discard-dead-letters, by which what waits is cleared meanwhile, nor alert-notification, ' +
      'or alerts of an incident would come when it is over, nor catchup-erasure, which has a deadline by law; a pause of their own queue does.',
  })
  @ApiOkResponse({ type: PauseResponse })
  @ApiProblems(400, 401, 403, 404)
  pause(@Param('name') name: string, @Body() body?: PauseRequest): Promise<PauseResponse> {
    return this.pauses.pause(name, body?.reason, body?.tenant);
  }

  @Post('queues/:name/resume')
  @HttpCode(200)
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({
    summary: "Lift that pause; a tenant lifts its own, never the operator's",
    description: 'The jobs of a disabled tenant wait until it is enabled: no other pause that is lifted lets them run.',
  })
  @ApiOkResponse({ type: PauseResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  resume(@Param('name') name: string, @Body() body?: ResumeRequest): Promise<PauseResponse> {
    return this.pauses.resume(name, body?.tenant);
  }

  @Get('queues/:name/limits')
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({ summary: 'Caps and rates of a queue; a tenant sees its own and those for all' })
  @ApiOkResponse({ type: [LimitResponse] })
  @ApiProblems(401, 403, 404)
  readLimits(@Param('name') name: string): Promise<LimitResponse[]> {
    return this.limits.list(name);
  }

  @Put('queues/:name/limits')
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Cap or slow down a queue, for one tenant or for each' })
  @ApiOkResponse({ type: [LimitResponse] })
  @ApiProblems(400, 401, 403, 404)
  setLimits(
    @Param('name') name: string,
    @Query() query: TenantQuery,
    @Body() body: LimitRequest,
  ): Promise<LimitResponse[]> {
    // Without both, the rule would limit nothing.
    if (body?.maxRunning === undefined && body?.rate === undefined)
      throw invalid('maxRunning', 'Give maxRunning, rate or both; DELETE goes back to what the kind declares');
    return this.limits.put(name, query.tenant, body);
  }

  @Delete('queues/:name/limits')
  @HttpCode(204)
  @Roles('OPERATOR')
  @ApiOperation({ summary: 'Back to what the kind declares' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  removeLimits(@Param('name') name: string, @Query() query: TenantQuery): Promise<void> {
    return this.limits.remove(name, query.tenant);
  }
}
