import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Credentials, Public } from '../platform/auth/index.js';
import { AppError } from '../platform/errors/app-error.js';
import { ApiProblems } from '../platform/http/api-problems.js';
import { Metrics } from '../platform/observability/metrics.js';

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly credentials: Credentials,
  ) {}

  /** Public for the guard, because a scraper's token has no role; the handler checks the caller instead. */
  @Get()
  @Public()
  @ApiOperation({ summary: 'Prometheus figures, for METRICS_TOKEN or an OPERATOR' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblems(401, 403)
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!(await this.credentials.scraper(request))) {
      const principal = await this.credentials.principal(request);
      if (!principal) throw new AppError('UNAUTHENTICATED', 'This needs METRICS_TOKEN or an operator');
      if (principal.role !== 'OPERATOR') throw new AppError('FORBIDDEN', 'This is for operators');
    }
    void reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
