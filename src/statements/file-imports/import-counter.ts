import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Counts } from './import-row.js';
import { StagedRows } from './staged-rows.js';

/** Counts what became, or would become, of the rows of a file, from the rows themselves. */
@Injectable()
export class ImportCounter {
  constructor(
    private readonly db: TenantDatabase,
    private readonly rows: StagedRows,
  ) {}

  async count(importId: string): Promise<Counts> {
    const byKind: Counts['byKind'] = {};
    const outcomes: Counts['outcomes'] = {};
    let rows = 0;
    for (const { kind, outcome, rows: count } of await this.rows.counts(importId)) {
      rows += count;
      byKind[kind] = (byKind[kind] ?? 0) + count;
      if (outcome) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
    }
    const [stays, reasons, batches] = [
      await this.stays(importId),
      await this.rows.reasons(importId),
      await this.rows.countBatches(importId),
    ];
    return { rows, byKind, outcomes, stays, reasons, batches };
  }

  /** A stay is what became of its rows; one whose rows were all known is as it was. */
  private async stays(importId: string): Promise<Counts['stays']> {
    const row = await this.db.first<Counts['stays']>(
      `SELECT count(*) FILTER (WHERE fresh = 'new') AS new, count(*) FILTER (WHERE fresh = 'changed') AS changed,
         count(*) FILTER (WHERE fresh IS NULL OR fresh = 'same') AS same, count(*) FILTER (WHERE fresh = 'review') AS waiting
       FROM (SELECT min(outcome) FILTER (WHERE outcome <> 'duplicate') AS fresh FROM statement_import_row
             WHERE import_id = $1 AND code IS NOT NULL AND kind IN ('stay', 'change', 'tax', 'fee', 'invoice')
             GROUP BY channel, code) s`,
      [importId],
    );
    return row!;
  }
}
