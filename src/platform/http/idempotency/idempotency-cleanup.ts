import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { IdempotencyKeys } from './idempotency-keys.js';

const EVERY_MS = 300_000;

/** Deletes keys whose time to be kept is over. Runs in scheduler processes. */
@Injectable()
export class IdempotencyCleanup implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Idempotency');
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;

  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.has('scheduler')) this.timer = setInterval(() => this.tick(), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.pass;
  }

  private tick(): void {
    this.pass ??= this.keys
      .cleanUp()
      .then((deleted) => {
        if (deleted > 0) this.logger.log(`forgot ${deleted} keys`);
      })
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.pass = undefined));
  }
}
