import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ClockSkew } from './clock-skew.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, MetricsController],
  providers: [Readiness, ClockSkew],
})
export class OpsModule {}
