import { Module } from '@nestjs/common';
import { JobMetricsModule } from '../metrics/job-metrics.module.js';
import { ClockWatch } from './clock-watch.js';

@Module({
  imports: [JobMetricsModule],
  providers: [ClockWatch],
  exports: [ClockWatch],
})
export class ClockModule {}
