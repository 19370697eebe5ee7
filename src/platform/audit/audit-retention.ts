import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SystemDatabase } from '../database/system-database.js';
import { BATCH_MS, LOCK_MS, Retention } from '../retention/retention.js';

const AT_ONCE = 5_000;

/**
 * Deletes old entries of the audit trail, through the only function that may. Those about the running of the platform go after
 * AUDIT_KEEP_MONTHS; those about guests, bookings and money never, unless AUDIT_RECORDS_KEEP_MONTHS is set.
 */
@Injectable()
export class AuditRetention implements OnModuleInit {
  constructor(
    private readonly db: SystemDatabase,
    private readonly retention: Retention,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.retention.register({ what: 'audit_entry', keep: (signal) => this.keep(signal) });
  }

  /** Answers how many entries went. */
  async keep(signal: AbortSignal): Promise<number> {
    const passing = await this.letGo(signal, this.config.AUDIT_KEEP_MONTHS, false);
    const months = this.config.AUDIT_RECORDS_KEEP_MONTHS;
    return months === 0 ? passing : passing + (await this.letGo(signal, months, true));
  }

  private async letGo(signal: AbortSignal, months: number, records: boolean): Promise<number> {
    for (let gone = 0; ;) {
      const [batch] = await this.db.interruptible(signal, { statementMs: BATCH_MS, lockMs: LOCK_MS }, (tx) =>
        tx.rows<{ gone: number }>('SELECT audit_let_go(now() - make_interval(months => $1), $2, $3) AS gone', [
          months,
          records,
          AT_ONCE,
        ]),
      );
      gone += batch!.gone;
      if (batch!.gone < AT_ONCE) return gone;
    }
  }
}
