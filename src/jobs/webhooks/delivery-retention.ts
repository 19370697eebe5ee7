import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';

const EVERY_MS = 600_000;
const AT_ONCE = 5_000;

/** Ids tell when a delivery was made. What is still pending is left to its job. */
const PAST = `
  DELETE FROM webhook_delivery WHERE id IN (
    SELECT id FROM webhook_delivery
    WHERE id < ledger_floor(now() - make_interval(days => $1)) AND state <> 'pending'
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)`;

/** Lets deliveries go, with their attempts, when they are older than they are kept. In scheduler processes. */
@Injectable()
export class DeliveryRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Webhooks');
  private timer?: NodeJS.Timeout;
  private pass?: Promise<void>;
  private leaving = false;

  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.has('scheduler')) this.timer = setInterval(() => this.tick(), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.leaving = true;
    clearInterval(this.timer);
    await this.pass;
  }

  private tick(): void {
    this.pass ??= this.keep()
      .then((gone) => {
        if (gone > 0) this.logger.log(`let go of ${gone} old deliveries`);
      })
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.pass = undefined));
  }

  /** Answers how many deliveries went. */
  async keep(): Promise<number> {
    let gone = 0;
    for (let batch = AT_ONCE; batch === AT_ONCE && !this.leaving; gone += batch)
      batch = await this.db.run(PAST, [this.config.WEBHOOK_KEEP_DAYS, AT_ONCE]);
    return gone;
  }
}
