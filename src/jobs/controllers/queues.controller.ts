import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { QueueMetricsQuery } from '../dto/jobs.request.js';
import { PauseResponse, QueueHealthResponse, QueueMetricsResponse } from '../dto/jobs.response.js';
import { QueueMetrics } from '../metrics/queue-metrics.js';
import { Doorbell } from '../queue/doorbell.js';

/** Failed share of finished jobs, percent, above which a queue counts as ill. */
const ILL_ABOVE = 50;

@ApiTags('Queues')
@ApiBearerAuth()
@Controller('jobs')
export class QueuesController {
  constructor(
    private readonly metrics: QueueMetrics,
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
    const ill = rows.some((row) => row.failedRate > ILL_ABOVE);
    return {
      status: broker && !ill ? 'healthy' : 'degraded',
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

  @Post('queues/:name/pause')
  @HttpCode(200)
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({ summary: 'Pause a queue: for the own tenant, or as OPERATOR for everybody' })
  @ApiOkResponse({ type: PauseResponse })
  @ApiProblems(401, 403, 404)
  pause(@Param('name') name: string): Promise<PauseResponse> {
    return this.metrics.setPaused(name, true);
  }

  @Post('queues/:name/resume')
  @HttpCode(200)
  @Roles('ADMIN', 'OPERATOR')
  @ApiOperation({ summary: 'Resume a paused queue' })
  @ApiOkResponse({ type: PauseResponse })
  @ApiProblems(401, 403, 404)
  resume(@Param('name') name: string): Promise<PauseResponse> {
    return this.metrics.setPaused(name, false);
  }
}
