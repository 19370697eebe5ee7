import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { invalid } from '../../platform/errors/app-error.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { JobsService } from '../accept/jobs.service.js';
import type { JobContract } from '../contract/define-job.js';
import { CHANGES_MANY, type DeadLetterFilter, DeadLettersService } from '../dead-letter/dead-letters.service.js';
import {
  CancelManyRequest,
  CountedJobsResponse,
  DeadLettersOfManyRequest,
  RetryManyRequest,
  StartedOnManyResponse,
} from './bulk.dto.js';
import { CancelJobs, DiscardDeadLetters, RequeueDeadLetters, RetryJobs } from './bulk.job.js';
import { type Counted, ManyJobs } from './many-jobs.js';

const COUNTED = { type: CountedJobsResponse, description: 'With dryRun: what it would change.' };
const STARTED = { type: StartedOnManyResponse, description: 'A job does it.' };

interface Asked {
  all?: boolean;
  dryRun?: boolean;
}

/** Changes all jobs of a filter: counted first, then done by a job with an item for each of them, which can be cancelled. */
@ApiTags('Jobs')
@ApiBearerAuth()
@Controller('jobs')
export class BulkController {
  constructor(
    private readonly many: ManyJobs,
    private readonly letters: DeadLettersService,
    private readonly jobs: JobsService,
  ) {}

  @Post('cancel')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Cancel all jobs of a filter; with dryRun, count them first' })
  @ApiOkResponse(COUNTED)
  @ApiAcceptedResponse(STARTED)
  @ApiProblems(400, 401, 403, 404, 429)
  async cancel(
    @Body() { all, dryRun, ...fields }: CancelManyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountedJobsResponse | StartedOnManyResponse> {
    checkMeant(fields, { all, dryRun });
    const counted = await this.many.count(await this.many.filter(fields, 'cancel'));
    return this.answer(reply, counted, dryRun, CancelJobs, fields);
  }

  @Post('retry')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Run all failed, dead and cancelled jobs of a filter again; with dryRun, count them first' })
  @ApiOkResponse(COUNTED)
  @ApiAcceptedResponse(STARTED)
  @ApiProblems(400, 401, 403, 404, 429)
  async retry(
    @Body() { all, dryRun, failedItemsOnly, ...fields }: RetryManyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountedJobsResponse | StartedOnManyResponse> {
    checkMeant(fields, { all, dryRun });
    const counted = await this.many.count(await this.many.filter(fields, 'retry'));
    return this.answer(reply, counted, dryRun, RetryJobs, { ...fields, failedItemsOnly });
  }

  @Post('dead-letters/discard')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Discard all dead letters of a filter; with dryRun, count them first' })
  @ApiOkResponse(COUNTED)
  @ApiAcceptedResponse(STARTED)
  @ApiProblems(400, 401, 403, 404, 429)
  async discard(
    @Body() { all, dryRun, ...fields }: DeadLettersOfManyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountedJobsResponse | StartedOnManyResponse> {
    checkMeant(fields, { all, dryRun });
    return this.answer(reply, await this.countLetters(fields), dryRun, DiscardDeadLetters, fields);
  }

  @Post('dead-letters/requeue-many')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Run the jobs of all dead letters of a filter again; with dryRun, count them first',
    description:
      'A job does it, however many there are, and can be stopped; POST /jobs/dead-letters/requeue does up to 1,000 at once. ' +
      'Letters of jobs that themselves change many (cancel-jobs, retry-jobs, discard-dead-letters, requeue-dead-letters) are left alone: ' +
      'POST /jobs/dead-letters/{id}/requeue runs one of them. A pause of all queues holds the job.',
  })
  @ApiOkResponse(COUNTED)
  @ApiAcceptedResponse(STARTED)
  @ApiProblems(400, 401, 403, 404, 429)
  async requeue(
    @Body() { all, dryRun, ...fields }: DeadLettersOfManyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CountedJobsResponse | StartedOnManyResponse> {
    checkMeant(fields, { all, dryRun });
    return this.answer(
      reply,
      await this.countLetters({ ...fields, except: CHANGES_MANY }),
      dryRun,
      RequeueDeadLetters,
      fields,
    );
  }

  private async countLetters(fields: DeadLetterFilter): Promise<Counted> {
    const count = await this.letters.count(fields);
    return { matched: count, more: false, states: count > 0 ? [{ value: 'DEAD', count }] : [] };
  }

  private async answer<Payload extends object>(
    reply: FastifyReply,
    counted: Counted,
    dryRun: boolean | undefined,
    contract: JobContract<Payload>,
    payload: Payload,
  ): Promise<CountedJobsResponse | StartedOnManyResponse> {
    void reply.status(dryRun ? 200 : 202);
    if (dryRun) return counted;
    const { id } = await this.jobs.enqueue(contract, payload);
    return { ...counted, jobId: id, ...this.jobs.links(id) };
  }
}

/** @throws AppError VALIDATION_FAILED: a forgotten filter must not change everything */
function checkMeant(fields: object, { all, dryRun }: Asked): void {
  const filtered = Object.values(fields).some((value: unknown) =>
    typeof value === 'object' ? value !== null && Object.keys(value).length > 0 : value !== undefined,
  );
  if (!dryRun && filtered === (all ?? false)) throw invalid('all', 'Give either a filter or "all": true');
}
