import {
  AppModule,
  defineJob,
  IsInt,
  JobsLifecycle,
  JobsModule,
  JobsService,
  loadConfig,
  Module,
  NestFactory,
  Processor,
  RequestContext,
} from '../../dist/bundle/product.js';
import { settings } from './platform.mjs';

class Payload {}
IsInt()(Payload.prototype, 'n');

/** Adds a kind whose jobs do what handle does to the application of this process. */
export function benchModule({ concurrency, handle, config, name = 'bench-job' }) {
  const Kind = defineJob({ name, summary: 'What the bench says', payload: Payload, concurrency });
  class BenchProcessor {
    handle(payload, ctx) {
      return handle(payload, ctx);
    }
  }
  Processor(Kind)(BenchProcessor);
  class BenchModule {}
  const imports = [JobsModule.forFeature(Kind)];
  if (config) imports.unshift(AppModule.forRoot(config));
  Module({ imports, providers: [BenchProcessor] })(BenchModule);
  return { Kind, BenchModule };
}

/** An application that works and accepts in this process, with one kind of job. */
export async function startPlatform({ concurrency, handle, over }) {
  const waiting = new Map();
  const { Kind, BenchModule } = benchModule({
    concurrency,
    config: loadConfig(settings(over)),
    handle: async (payload, ctx) => {
      waiting.get(`${ctx.tenantId}:${payload.n}`)?.({ started: performance.now() });
      await handle(payload, ctx);
    },
  });
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  const as = (tenant, work) => app.get(RequestContext).asTenant(tenant, work);
  return {
    app,
    as,
    Kind,
    jobs: app.get(JobsService),
    /** Asks for one job; resolves when its handler starts. */
    async run(tenant, n) {
      const key = `${tenant}:${n}`;
      const started = new Promise((resolve) => waiting.set(key, resolve));
      await as(tenant, () => app.get(JobsService).enqueue(Kind, { n }));
      const told = await started;
      waiting.delete(key);
      return told;
    },
    /** Asks for many at once. */
    flood: (tenant, jobs) =>
      as(tenant, () =>
        app.get(JobsService).enqueueMany(
          Kind,
          Array.from({ length: jobs }, (_, n) => ({ n: n + 1_000_000 })),
        ),
      ),
    async stop() {
      await app.get(JobsLifecycle).drain();
      await app.close();
    },
  };
}
