import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { OwnerStatements } from './owner-statements.service.js';
import { runLinks } from './run-links.js';
import { RunTargets } from './run-targets.js';
import { periodOf, toParams } from './run-params.js';
import { RunStarter } from './run-starter.js';
import { RunViews } from './run-views.js';
import {
  GenerateStatementsRequest,
  RunQuery,
  RunResponse,
  RunsResponse,
  RunStartedResponse,
  RunTargetsQuery,
  RunTargetsResponse,
  StatementsMadeResponse,
} from './runs.dto.js';
import { RunsService } from './runs.service.js';

@ApiTags('Statements: runs')
@Controller('statements')
export class RunsController {
  constructor(
    private readonly context: RequestContext,
    private readonly owners: OwnerStatements,
    private readonly targets: RunTargets,
    private readonly starter: RunStarter,
    private readonly service: RunsService,
    private readonly views: RunViews,
  ) {}

  @Post('generate')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: "Make an owner's statements now, or those of all owners in the background",
    description: `One owner: 201 with the statements. When none was made, a problem whose \`reason\` says why: no_activity,
no_contract, already_final, before_opening, fx_missing, needs_review, other_scope, overlaps, provider_error. Where nothing
happened, that of one listing, or of all together, is made all the same when the one before closed below 0. An owner with more than 25 listings, and
\`all\`: 202 with a job to watch. The same parameters again while it runs: the same job.`,
  })
  @ApiCreatedResponse({ type: StatementsMadeResponse })
  @ApiAcceptedResponse({ type: RunStartedResponse, description: 'A run has begun' })
  @ApiProblems(400, 401, 403, 404, 409, 422, 503)
  async generate(
    @Body() body: GenerateStatementsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StatementsMadeResponse | RunStartedResponse> {
    const params = toParams(body);
    if (params.ownerId !== null) {
      const made = await this.owners.make(params);
      if (made !== 'too many') return made;
    }
    const createdBy = this.context.principal?.userId ?? null;
    const run = await this.starter.start(params, { createdBy, notify: body.notify ?? false });
    if (!run) throw new AppError('UNPROCESSABLE', 'Nobody owns a share in a listing in this period');
    void reply.status(202);
    return {
      message: 'Bulk statement generation started in background',
      jobId: run.jobId,
      status: 'processing',
      note: 'This may take several minutes to complete...',
      ...runLinks(run.jobId),
    };
  }

  @Get('targets')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'What a run of these days would make statements of',
    description: `Owners and listings wherever an owner has a share on a day of the period, or on a night of a stay that touches it.
Nothing is made.`,
  })
  @ApiOkResponse({ type: RunTargetsResponse })
  @ApiProblems(400, 401, 403, 404)
  targetsOf(@Query() { ownerId, from, to }: RunTargetsQuery): Promise<RunTargetsResponse> {
    return this.targets.count({ ...periodOf({ from, to }), ownerId: ownerId ?? null });
  }

  @Get('jobs')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Runs of statements, newest first' })
  @ApiOkResponse({ type: RunsResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset }: PageQuery): Promise<RunsResponse> {
    const { runs, total } = await this.views.page(limit, offset);
    return { jobs: runs, total };
  }

  @Get('jobs/:jobId')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'A run: how far it is, and at the end every statement and every reason' })
  @ApiOkResponse({ type: RunResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('jobId') jobId: string, @Query() { cursor }: RunQuery): Promise<RunResponse> {
    return this.views.one(jobId, cursor);
  }

  @Post('jobs/:jobId/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Cancel a run: what was made stays, what was not begun is not made' })
  @ApiOkResponse({ type: RunResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async cancel(@Param('jobId') jobId: string): Promise<RunResponse> {
    await this.service.cancel(jobId);
    return this.views.one(jobId);
  }

  @Post('jobs/:jobId/retry-failed')
  @HttpCode(202)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Make those statements of a run that failed, and no others' })
  @ApiAcceptedResponse({ type: RunResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async retryFailed(@Param('jobId') jobId: string): Promise<RunResponse> {
    await this.service.retryFailed(jobId);
    return this.views.one(jobId);
  }
}
