import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { ConcurrencyLimit } from '../../platform/auth/concurrency-limit.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { FileStorage, type StoredFile } from '../../platform/storage/index.js';
import { StatementHooks } from '../statements/statement-hooks.js';
import { StatementReader } from '../statements/statement-reader.js';
import type { StatementState, StatementView } from '../statements/statement-types.js';
import { renderStatement } from './statement-document.js';
import { StatementPrint } from './statement-print.job.js';

/** So many documents wait to be printed; more are refused. */
const PRINTS_WAITING = 50;
const FINAL: readonly StatementState[] = ['final', 'sent', 'paid'];

/** A statement's PDF: from final on the bytes that were kept, before as it stands now; a void one is printed with that mark. */
@Injectable()
export class StatementDocuments implements OnModuleInit {
  /** One at a time: drawing keeps the process from answering others. */
  private readonly printing = new ConcurrencyLimit(1, PRINTS_WAITING);

  constructor(
    private readonly db: TenantDatabase,
    private readonly reader: StatementReader,
    private readonly hooks: StatementHooks,
    private readonly storage: FileStorage,
    private readonly jobs: JobsService,
  ) {}

  onModuleInit(): void {
    this.hooks.onFinal(async (statementId) => void (await this.jobs.enqueue(StatementPrint, { statementId })));
  }

  /** @throws AppError NOT_FOUND; TOO_MANY_REQUESTS */
  async pdf(id: string): Promise<{ file: StoredFile } | { name: string; bytes: Buffer }> {
    const view = await this.reader.view(id);
    if (FINAL.includes(view.state)) return { file: (await this.find(id)) ?? (await this.keep(view)) };
    return { name: fileName(view, 'pdf'), bytes: await this.print(view) };
  }

  /** The bytes of a final statement; made and kept if they are not there yet. @throws AppError NOT_FOUND, CONFLICT */
  async kept(id: string): Promise<StoredFile> {
    const file = await this.find(id);
    if (file) return file;
    const view = await this.reader.view(id);
    if (!FINAL.includes(view.state)) throw new AppError('CONFLICT', `The statement is ${view.state}, not final`);
    return this.keep(view);
  }

  private async find(statementId: string): Promise<StoredFile | undefined> {
    const row = await this.db.first<{ fileId: string }>(
      'SELECT file_id AS "fileId" FROM statement_document WHERE statement_id = $1',
      [statementId],
    );
    return row && this.storage.find(row.fileId);
  }

  private async keep(view: StatementView): Promise<StoredFile> {
    const body = Readable.from([await this.print(view)]);
    const name = fileName(view, 'pdf');
    const file = await this.storage.save({ name, contentType: 'application/pdf', body, purpose: 'statement' });
    const mine = await this.db.first(
      `INSERT INTO statement_document (statement_id, file_id, sha256, bytes) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING file_id`,
      [view.id, file.id, file.sha256, file.bytes],
    );
    if (mine) return file;
    // Another was quicker: its bytes are the statement's.
    await this.storage.remove(file.id);
    return (await this.find(view.id))!;
  }

  private async print(view: StatementView): Promise<Buffer> {
    const numbers = await this.corrected(view);
    const printed = await this.printing.pass(() => renderStatement({ view, numbers }));
    if (!printed)
      throw new AppError('TOO_MANY_REQUESTS', 'Too many documents are being printed', { retryAfterSeconds: 1 });
    return printed;
  }

  /** Numbers of the statements that lines of this one correct, by id. */
  async corrected({ lines }: StatementView): Promise<Map<string, string>> {
    const ids = lines.flatMap(({ correctsStatementId }) => (correctsStatementId === null ? [] : [correctsStatementId]));
    if (ids.length === 0) return new Map();
    const rows = await this.db.rows<{ id: string; number: string }>(
      'SELECT id, number FROM statement WHERE id = ANY ($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, number }) => [id, number]));
  }
}

/** `ST-2026-0012.pdf`; from the second version on with it. */
export function fileName({ number, version }: Pick<StatementView, 'number' | 'version'>, extension: string): string {
  return `${number}${version > 1 ? `-v${version}` : ''}.${extension}`;
}
