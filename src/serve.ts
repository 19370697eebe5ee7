import type { ModuleMetadata } from '@nestjs/common';
import { createApp } from './bootstrap.js';
import { JobsLifecycle } from './jobs/index.js';
import { Readiness } from './ops/readiness.js';
import { Config } from './platform/config/config.js';

/** Time app.close() gets after the drain, ms. */
const CLOSE_MS = 4_000;

/** One process of the product: listens, and leaves in order on SIGTERM and SIGINT. @throws ConfigError */
export async function serve(env: NodeJS.ProcessEnv, extra?: Required<Pick<ModuleMetadata, 'imports'>>): Promise<void> {
  const app = await createApp(env, extra);
  const config = app.get(Config);
  let leaving = false;

  const shutdown = async (): Promise<void> => {
    if (leaving) return;
    leaving = true;
    app.get(Readiness).leave();
    // The exit code is the drain's word: 0 when every job ended or was handed back.
    const clean = await app
      .get(JobsLifecycle)
      .drain()
      .catch(() => false);
    setTimeout(() => process.exit(clean ? 0 : 1), CLOSE_MS).unref();
    await app.close().catch(() => undefined);
    process.exit(clean ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown());

  await app.listen(config.PORT, config.HOST);
}
