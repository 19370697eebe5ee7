import { Module } from '@nestjs/common';
import { ContractsModule } from '../contract/contracts.module.js';
import { JobFacetCounts } from './job-facets.js';
import { JobQueries } from './job-queries.js';
import { JobSearch } from './job-search.js';

@Module({
  imports: [ContractsModule],
  providers: [JobQueries, JobSearch, JobFacetCounts],
  exports: [JobQueries, JobSearch, JobFacetCounts],
})
export class JobQueriesModule {}
