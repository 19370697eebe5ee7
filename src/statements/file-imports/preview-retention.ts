import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';
import { PREVIEW_DAYS } from './file-imports.service.js';

/**
 * Deletes previews that nobody has confirmed, with their rows; their files have an end of their own. Of files that were kept, the
 * cells of rows that were to be mended.
 */
@Injectable()
export class PreviewRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    // Rows first, a few thousand at a time: with its import a large file's would all go in one statement.
    this.retention.expire({
      table: 'statement_import_row',
      expired: `import_id IN (SELECT id FROM statement_import
        WHERE confirmed_at IS NULL AND created_at < now() - make_interval(days => $2::int))`,
      parameters: [PREVIEW_DAYS],
      order: 'import_id, line',
    });
    this.retention.expire({
      table: 'statement_import',
      expired: `confirmed_at IS NULL AND created_at < now() - make_interval(days => $2::int)`,
      parameters: [PREVIEW_DAYS],
      order: 'id',
    });
    this.retention.register({
      what: 'cells of rows to mend',
      keep: (signal) => this.retention.inBatches(signal, FORGET_CELLS, [PREVIEW_DAYS]),
    });
    this.retention.register({
      what: 'cells of rows of imports that did not end',
      keep: (signal) => this.retention.inBatches(signal, FORGET_CELLS_NOT_ENDED, [PREVIEW_DAYS]),
    });
  }
}

/** Of the rows that are chosen, what stood in them. $1: at most, $2: days. */
const forget = (rows: string, imports: string) => `
  UPDATE statement_import_row SET cells = NULL WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM statement_import_row
    WHERE cells IS NOT NULL ${rows}
      AND import_id IN (SELECT id FROM statement_import WHERE ${imports} < now() - make_interval(days => $2::int))
    ORDER BY import_id, line LIMIT $1::int FOR UPDATE SKIP LOCKED))`;

/** A file names payees and accounts: its rows stay, and what stood in those that were rejected does not. */
const FORGET_CELLS = forget(`AND (kind = 'rejected' OR outcome = 'review')`, 'finished_at');

/** Where the job of a confirmed file ended before its rows were looked at, all of them still have their cells. */
const FORGET_CELLS_NOT_ENDED = forget('', 'finished_at IS NULL AND confirmed_at');
