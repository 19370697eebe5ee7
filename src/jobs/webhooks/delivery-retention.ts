import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { Retention } from '../../platform/retention/retention.js';

/** Ids contain the time a delivery was made. A pending delivery is left to its job. */
const PAST = `
  DELETE FROM webhook_delivery WHERE id IN (
    SELECT id FROM webhook_delivery
    WHERE id < ledger_floor(now() - make_interval(days => $2::int)) AND state <> 'pending'
    ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED)`;

/** Deletes replaced secrets that no longer sign. */
const REPLACED = `UPDATE webhook SET previous_secret = NULL, previous_until = NULL WHERE previous_until < now()`;

/** Deletes deliveries, with their attempts, once they are older than WEBHOOK_KEEP_DAYS. */
@Injectable()
export class DeliveryRetention implements OnModuleInit {
  constructor(
    private readonly db: SystemDatabase,
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.register({ what: 'webhook_delivery', keep: (signal) => this.keep(signal) });
  }

  /** Answers how many deliveries were deleted. */
  async keep(signal: AbortSignal): Promise<number> {
    await this.db.run(REPLACED);
    return this.retention.inBatches(signal, PAST, [this.config.WEBHOOK_KEEP_DAYS]);
  }
}
