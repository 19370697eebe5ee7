import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { Retention } from '../../platform/retention/retention.js';

/** Ids tell when a delivery was made. What is still pending is left to its job. */
const PAST = `
  DELETE FROM webhook_delivery WHERE id IN (
    SELECT id FROM webhook_delivery
    WHERE id < ledger_floor(now() - make_interval(days => $2::int)) AND state <> 'pending'
    ORDER BY id LIMIT $1::int FOR UPDATE SKIP LOCKED)`;

/** Lets deliveries go, with their attempts, when they are older than they are kept. */
@Injectable()
export class DeliveryRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.register({ what: 'webhook_delivery', keep: (signal) => this.keep(signal) });
  }

  /** Answers how many deliveries went. */
  keep(signal: AbortSignal): Promise<number> {
    return this.retention.inBatches(signal, PAST, [this.config.WEBHOOK_KEEP_DAYS]);
  }
}
