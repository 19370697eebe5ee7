import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';
import { PREVIEW_DAYS } from './file-imports.service.js';

/** Deletes previews that nobody has confirmed, with their rows; their files have an end of their own. */
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
  }
}
