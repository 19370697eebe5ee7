import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './bootstrap.js';
import { JobsLifecycle } from './jobs/index.js';
import { Readiness } from './ops/readiness.js';
import { Config } from './platform/config/config.js';

/** Time beyond JOBS_DRAIN_MS, ms, in which all is over: jobs handed back, requests answered, connections closed. */
const BEYOND_DRAIN_MS = 5_000;

/** One process of the product: listens, and leaves in order on SIGTERM and SIGINT. @throws ConfigError */
export async function serve(env: NodeJS.ProcessEnv, extra?: Required<Pick<ModuleMetadata, 'imports'>>): Promise<void> {
  const app = await createApp(env, extra);
  const config = app.get(Config);
  let leaving = false;
  closeConnectionsWhen(app, () => leaving);

  const shutdown = async (): Promise<void> => {
    if (leaving) return;
    leaving = true;
    app.get(Readiness).leave();
    // The exit code is the drain's word: 0 when every job ended or was handed back.
    let clean = false;
    // With a deadline from the start: a Postgres that does not answer must not keep us.
    setTimeout(() => process.exit(clean ? 0 : 1), config.JOBS_DRAIN_MS + BEYOND_DRAIN_MS).unref();
    clean = await app
      .get(JobsLifecycle)
      .drain()
      .catch(() => false);
    await app.close().catch(() => undefined);
    process.exit(clean ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown());

  await app.listen(config.PORT, config.HOST);
}

/** Answers that go out while the process leaves end their connection: kept alive, it would keep the process. */
function closeConnectionsWhen(app: NestFastifyApplication, leaving: () => boolean): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (_request, reply, _payload, next) => {
    if (leaving()) void reply.header('connection', 'close');
    next();
  });
}
