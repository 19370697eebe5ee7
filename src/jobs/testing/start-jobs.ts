import 'reflect-metadata';
import { Global, type INestApplicationContext, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '../../platform/config/config.js';
import { ConfigModule } from '../../platform/config/config.module.js';
import { DatabaseModule } from '../../platform/database/database.module.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { TenancyModule } from '../../platform/tenancy/tenancy.module.js';
import { JobsModule } from '../jobs.module.js';

@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
class MetricsOnly {}

/** Secrets that no server outside a test has. */
const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };

/**
 * One process of the platform with the job kinds of the modules given, all roles, no HTTP.
 * @param env as in `.env.example`; at least DATABASE_URL, REDIS_URL and a REDIS_PREFIX of its own
 */
export function startJobs(
  env: Record<string, string>,
  imports: NonNullable<ModuleMetadata['imports']>,
): Promise<INestApplicationContext> {
  const config = loadConfig({ ...SECRETS, DATABASE_POOL_SIZE: '5', JOBS_TICK_MS: '50', JOBS_DRAIN_MS: '1000', ...env });
  @Module({
    imports: [ConfigModule.forRoot(config), TenancyModule, DatabaseModule, MetricsOnly, JobsModule, ...imports],
  })
  class TestModule {}
  return NestFactory.createApplicationContext(TestModule, { logger: ['error', 'fatal'] });
}
