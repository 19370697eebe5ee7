import { Module } from '@nestjs/common';
import { AcceptModule } from '../accept/accept.module.js';
import { JobWatchModule } from '../watch/job-watch.module.js';
import { Rounds } from './rounds.js';

@Module({
  imports: [AcceptModule, JobWatchModule],
  providers: [Rounds],
  exports: [Rounds],
})
export class RoundsModule {}
