import { Injectable, Logger } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { EffectRunner } from '../effects/effect-runner.js';
import { ItemLog } from '../items/item-log.js';
import type { JobRow } from '../ledger/job-row.js';
import { Ledger } from '../ledger/ledger.js';
import { Attempt } from './attempt.js';

/** Gives each attempt what it works with. */
@Injectable()
export class AttemptFactory {
  private readonly logger = new Logger('Attempt');

  constructor(
    private readonly ledger: Ledger,
    private readonly system: SystemDatabase,
    private readonly tenants: TenantDatabase,
  ) {}

  open(row: JobRow, signal: AbortSignal): Attempt {
    const held = { id: row.id, token: row.token, tenantId: row.tenant_id };
    const warn = (message: string) => this.logger.warn({ msg: `${row.name}: ${message}`, jobId: row.id });
    const items = new ItemLog(held, this.system, ({ message }) => warn(message));
    const effects = new EffectRunner(held, this.system, warn);
    return new Attempt(row, signal, this.ledger, this.tenants, items, effects);
  }
}
