import { Module } from '@nestjs/common';
import { JobQueries } from './job-queries.js';

@Module({
  providers: [JobQueries],
  exports: [JobQueries],
})
export class JobQueriesModule {}
