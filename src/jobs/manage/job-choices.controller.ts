import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import type { Principal } from '../../platform/tenancy/context.js';
import { JobFacetCounts } from '../queries/job-facets.js';
import { JobFilterQuery } from '../queries/job-filter.dto.js';
import { JobSearch } from '../queries/job-search.js';
import { JobFacetsResponse } from '../queries/jobs-answers.dto.js';
import { JobKindListResponse, JobKindTitleListResponse } from './job-kinds.dto.js';
import { JobKinds } from './job-kinds.js';

/** What there is to choose from: values of a filter with their counts, and kinds of jobs to start. */
@ApiTags('Jobs')
@ApiBearerAuth()
@Controller('jobs')
export class JobChoicesController {
  constructor(
    private readonly search: JobSearch,
    private readonly facets: JobFacetCounts,
    private readonly kinds: JobKinds,
  ) {}

  @Get('facets')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({
    summary: 'How many jobs of a filter each state, type and hotel has',
    description: `The filter is that of GET /jobs. A count leaves out what is chosen of its own kind: it is the total of the list with
that choice instead.`,
  })
  @ApiOkResponse({ type: JobFacetsResponse })
  @ApiProblems(400, 401, 403)
  async count(@Query() query: JobFilterQuery): Promise<JobFacetsResponse> {
    return this.facets.of(await this.search.filter(query));
  }

  @Get('kinds')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Types of jobs that the caller may start, with the JSON schema of their data' })
  @ApiOkResponse({ type: JobKindListResponse })
  @ApiProblems(401, 403)
  list(@CurrentPrincipal() caller: Principal): JobKindListResponse {
    const kinds = this.kinds.startableBy(caller);
    return { kinds, total: kinds.length };
  }

  @Get('kinds/titles')
  @Roles('ADMIN', 'MANAGER', 'STAFF', 'OPERATOR')
  @ApiOperation({ summary: 'What people call each type of job, also those that nobody starts by hand' })
  @ApiOkResponse({ type: JobKindTitleListResponse })
  @ApiProblems(401, 403)
  titles(): JobKindTitleListResponse {
    const titles = this.kinds.titles();
    return { titles, total: titles.length };
  }
}
