import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { SystemDatabase } from '../../platform/database/system-database.js';

const AT_ONCE = 10_000;

/** Slots of months the ledger does not keep either ($1 months), some at a time; tenant by tenant, as their index goes. */
const PAST = `
  DELETE FROM schedule_slot WHERE (schedule_id, fire_at) IN (
    SELECT s.schedule_id, s.fire_at FROM tenant t CROSS JOIN LATERAL (
      SELECT schedule_id, fire_at FROM schedule_slot
      WHERE tenant_id = t.id
        AND fire_at < (date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => $1)) AT TIME ZONE 'UTC'
      ORDER BY fire_at LIMIT $2 FOR UPDATE SKIP LOCKED) s
    LIMIT $2)`;

/** Lets slots go together with the jobs that did them. */
@Injectable()
export class SlotRetention {
  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
  ) {}

  /** Deletes what is too old while `goOn` holds. Answers how many slots went. */
  async keep(goOn: () => boolean = () => true): Promise<number> {
    let gone = 0;
    for (let batch = AT_ONCE; batch === AT_ONCE && goOn(); gone += batch)
      batch = await this.db.run(PAST, [this.config.JOBS_KEEP_MONTHS, AT_ONCE]);
    return gone;
  }
}
