import { Module } from '@nestjs/common';
import { JobWatch } from './job-watch.js';

@Module({
  providers: [JobWatch],
  exports: [JobWatch],
})
export class JobWatchModule {}
