import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../database/tenant-database.js';
import { contentTypeOf, fileName } from './file-names.js';
import type { NewFile, StoredFile } from './stored-file.js';

const COLUMNS = `id, name, content_type AS "contentType", bytes, sha256, created_at AS "createdAt"`;

/** A file that a client puts into the storage by itself. */
export interface PendingUpload {
  id: string;
  limitBytes: number;
}

/** What is known of files; their bytes lie in the storage. */
@Injectable()
export class StoredFilesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** @param uploadLimit most bytes a client may put there by itself; null: the server writes it */
  async open(id: string, file: Omit<NewFile, 'body' | 'limitBytes'>, uploadLimit: number | null = null): Promise<void> {
    await this.db.rows(
      `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, keep_until, upload_limit)
       VALUES (NULLIF(current_setting('app.tenant_id', true), '')::uuid, $1, 'writing', $2, $3, $4, $5, $6)`,
      [id, fileName(file.name), contentTypeOf(file.contentType), file.purpose, file.keepUntil ?? null, uploadLimit],
    );
  }

  /**
   * The bytes are there. Answers the bytes that the tenant has in all now; undefined when the row is gone.
   * No other file of the tenant is finished before this transaction ends, so that the sum is exact.
   */
  async finish(id: string, bytes: number, sha256: string): Promise<{ file: StoredFile; total: number } | undefined> {
    const file = await this.db.first<StoredFile>(
      `UPDATE stored_file SET state = 'kept', bytes = $2, sha256 = $3, upload_limit = NULL
       WHERE id = $1 AND state = 'writing' RETURNING ${COLUMNS}`,
      [id, bytes, sha256],
    );
    return file && { file, total: await this.used() };
  }

  find(id: string): Promise<StoredFile | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM stored_file WHERE id = $1 AND state = 'kept'`, [id]);
  }

  upload(id: string): Promise<PendingUpload | undefined> {
    return this.db.first(
      `SELECT id, upload_limit AS "limitBytes" FROM stored_file
       WHERE id = $1 AND state = 'writing' AND upload_limit IS NOT NULL`,
      [id],
    );
  }

  /** Holds the row until the transaction ends. False when it is no upload, or none any more. */
  async lockUpload(id: string): Promise<boolean> {
    const row = await this.db.first(
      `SELECT FROM stored_file WHERE id = $1 AND state = 'writing' AND upload_limit IS NOT NULL FOR UPDATE`,
      [id],
    );
    return row !== undefined;
  }

  async setEnd(id: string, keepUntil: Date | null): Promise<boolean> {
    const rows = await this.db.rows(
      `UPDATE stored_file SET keep_until = $2 WHERE id = $1 AND state = 'kept' RETURNING id`,
      [id, keepUntil],
    );
    return rows.length > 0;
  }

  /** The sweep deletes what is marked. */
  async markRemoved(id: string): Promise<boolean> {
    const rows = await this.db.rows(
      `UPDATE stored_file SET state = 'removed', changed_at = clock_timestamp() WHERE id = $1 AND state <> 'removed' RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  async prolong(id: string, keepUntil: Date): Promise<boolean> {
    const rows = await this.db.rows(
      `UPDATE stored_file SET keep_until = CASE WHEN keep_until IS NOT NULL THEN GREATEST(keep_until, $2) END, changed_at = clock_timestamp()
       WHERE id = $1 AND state = 'kept' RETURNING id`,
      [id, keepUntil],
    );
    return rows.length > 0;
  }

  async delete(id: string): Promise<void> {
    await this.db.rows('DELETE FROM stored_file WHERE id = $1', [id]);
  }

  /** Bytes of the tenant's files. */
  async used(): Promise<number> {
    const row = await this.db.first<{ bytes: number }>('SELECT bytes FROM storage_use');
    return row?.bytes ?? 0;
  }
}
