import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { GroupsOfAllQuery, GroupsOfAllResponse, JobsOfAllQuery, JobsOfAllResponse } from './all-tenants.dto.js';
import { DeadLettersOfAll } from './dead-letters-of-all.js';
import { JobsOfAll } from './jobs-of-all.js';

/** What an operator sees of the jobs of tenants: how they do, and nothing of what they are about. */
@ApiTags('Operator')
@ApiBearerAuth()
@Controller('operator')
export class AllTenantsController {
  constructor(
    private readonly jobs: JobsOfAll,
    private readonly letters: DeadLettersOfAll,
  ) {}

  @Get('jobs')
  @Roles('OPERATOR')
  @ApiOperation({
    summary: 'Jobs of all tenants, newest first',
    description: `What is not final yet, and what was asked for in the last 30 days. Without data, results and hotels: these are the
tenant's.`,
  })
  @ApiOkResponse({ type: JobsOfAllResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() { limit, cursor, tenant, id, jobName, status }: JobsOfAllQuery): Promise<JobsOfAllResponse> {
    return this.jobs.list({ tenant, id, jobNames: jobName, statuses: status }, { limit, cursor });
  }

  @Get('dead-letters/groups')
  @Roles('OPERATOR')
  @ApiOperation({
    summary: 'What went wrong for good at all tenants, most numerous first: dead letters by fingerprint of their error',
    description: 'Tenants look at their letters, mend and requeue them by themselves.',
  })
  @ApiOkResponse({ type: GroupsOfAllResponse })
  @ApiProblems(400, 401, 403)
  groups(@Query() { limit, offset, ...filter }: GroupsOfAllQuery): Promise<GroupsOfAllResponse> {
    return this.letters.groups(filter, limit, offset);
  }
}
