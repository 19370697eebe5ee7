import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, Roles } from '../../platform/auth/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AnswersAfterCommit } from '../../platform/http/idempotency/answer-rules.js';
import type { Principal } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import { checkStarter } from '../contract/startable.js';
import { JobsService } from '../accept/jobs.service.js';
import { AcceptedJobResponse, TriggerResponse } from './trigger.dto.js';

@ApiTags('Jobs')
@ApiBearerAuth()
@Controller('jobs/trigger')
export class TriggerController {
  constructor(
    private readonly jobs: JobsService,
    private readonly contracts: ContractRegistry,
  ) {}

  @Post(':jobName')
  @AnswersAfterCommit()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Run a job by hand and wait for it' })
  @ApiBody({
    required: false,
    schema: { type: 'object', additionalProperties: true, example: { hotelId: 1 } },
    description: "The job's data, as its type says.",
  })
  @ApiOkResponse({ type: TriggerResponse, description: 'It ran; success tells how it ended.' })
  @ApiAcceptedResponse({ type: AcceptedJobResponse, description: 'It outlasts the wait.' })
  @ApiProblems(400, 401, 403, 404)
  async trigger(
    @Param('jobName') jobName: string,
    @Body() body: unknown,
    @CurrentPrincipal() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TriggerResponse | AcceptedJobResponse> {
    if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
      throw new AppError('VALIDATION_FAILED', 'The body is an object');
    const contract = this.contracts.resolve(jobName);
    checkStarter(contract, caller);
    const accepted = await this.jobs.enqueueUntyped(contract, body ?? {}, { priority: 10 });
    const job = await this.jobs.waitFor(accepted.id);
    void reply.status(job ? 200 : 202);
    if (!job) return { success: true, jobId: accepted.id, ...this.jobs.links(accepted.id) };
    return { success: job.status === 'completed', job, result: job.result };
  }
}
