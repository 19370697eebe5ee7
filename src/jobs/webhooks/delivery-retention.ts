import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { Retention } from '../../platform/retention/retention.js';
import { IDLE } from './deliveries.service.js';

/** Ids contain the time a delivery was made. A pending delivery is left to its job, if it has one. */
const PAST = `
  DELETE FROM webhook_delivery WHERE id IN (
    SELECT id FROM webhook_delivery
    WHERE id < ledger_floor(now() - make_interval(days => $2::int)) AND state <> 'pending'
    ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED)`;

/**
 * Deliveries whose job was given up without a word (a worker that crashed three times, a dead letter of the platform's) wait for nothing.
 * They are failed, and can be sent again. An hour: the job of a newer one may be committed just now.
 */
const FORSAKEN = `
  UPDATE webhook_delivery SET state = 'failed', last_error = coalesce(last_error, 'Its job was given up') WHERE id IN (
    SELECT id FROM webhook_delivery
    WHERE state = 'pending' AND id < ledger_floor(now() - interval '1 hour') AND ${IDLE}
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
    await this.retention.inBatches(signal, FORSAKEN);
    return this.retention.inBatches(signal, PAST, [this.config.WEBHOOK_KEEP_DAYS]);
  }
}
