import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { Counts, ImportOptions, ImportRow, KeptSurvey } from './import-row.js';

const SELECT = `SELECT i.id, i.name, i.bytes, i.sha256, i.stored_file_id AS "storedFileId", i.survey, i.options, i.layout, i.source,
    i.preview, i.staged, i.line_done AS "lineDone", i.pass, i.kept_to AS "keptTo", i.job_id AS "jobId", i.created_by AS "createdBy",
    i.created_at AS "createdAt", i.confirmed_at AS "confirmedAt", i.finished_at AS "finishedAt",
    j.status AS "jobStatus", j.error AS "jobError"
  FROM statement_import i LEFT JOIN job j ON j.id = i.job_id`;

export interface NewImport {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
  storedFileId: string;
  survey: KeptSurvey;
  options: ImportOptions;
  layout: string | null;
  source: string | null;
  createdBy: string | null;
}

@Injectable()
export class FileImportsRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(one: NewImport): Promise<void> {
    await this.db.rows(
      `INSERT INTO statement_import (id, name, bytes, sha256, stored_file_id, survey, options, layout, source, created_by)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10)`,
      [
        one.id,
        one.name,
        one.bytes,
        one.sha256,
        one.storedFileId,
        JSON.stringify(one.survey),
        JSON.stringify(one.options),
        one.layout,
        one.source,
        one.createdBy,
      ],
    );
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<ImportRow> {
    const row = await this.find(id);
    if (!row) throw notFound('Import');
    return row;
  }

  find(id: string): Promise<ImportRow | undefined> {
    return this.db.first<ImportRow>(`${SELECT} WHERE i.id = $1`, [id]);
  }

  /** Holds it until the transaction ends; undefined when it is gone. */
  async lock(id: string): Promise<ImportRow | undefined> {
    await this.db.rows('SELECT FROM statement_import WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id);
  }

  /** The import of the same bytes that waits to be confirmed. */
  waiting(sha256: string): Promise<ImportRow | undefined> {
    return this.db.first<ImportRow>(`${SELECT} WHERE i.sha256 = $1 AND i.confirmed_at IS NULL`, [sha256]);
  }

  async unconfirmed(): Promise<number> {
    const row = await this.db.first<{ count: number }>(
      'SELECT count(*) AS count FROM statement_import WHERE confirmed_at IS NULL',
    );
    return row!.count;
  }

  /** Newest first, those before the given one. */
  page(before: string | undefined, limit: number): Promise<ImportRow[]> {
    return this.db.rows<ImportRow>(`${SELECT} WHERE ($1::uuid IS NULL OR i.id < $1) ORDER BY i.id DESC LIMIT $2`, [
      before ?? null,
      limit,
    ]);
  }

  /** Its rows are to be read anew. */
  async reread(
    id: string,
    { survey, options, layout, source }: Pick<NewImport, 'survey' | 'options' | 'layout' | 'source'>,
  ) {
    await this.db.rows('DELETE FROM statement_import_row WHERE import_id = $1', [id]);
    await this.db.rows(
      `UPDATE statement_import SET survey = $2::jsonb, options = $3::jsonb, layout = $4, source = $5, staged = false,
         line_done = 0, pass = pass + 1, preview = NULL WHERE id = $1`,
      [id, JSON.stringify(survey), JSON.stringify(options), layout, source],
    );
  }

  async setPreview(id: string, preview: Counts): Promise<void> {
    await this.db.rows('UPDATE statement_import SET preview = $2::jsonb WHERE id = $1', [id, JSON.stringify(preview)]);
  }

  async confirm(id: string, jobId: string): Promise<void> {
    await this.db.rows(
      'UPDATE statement_import SET confirmed_at = COALESCE(confirmed_at, clock_timestamp()), job_id = $2 WHERE id = $1',
      [id, jobId],
    );
  }

  /** Makes the job the import's own: one that was started by hand goes on where the first ended. */
  async take(id: string, jobId: string): Promise<void> {
    await this.db.rows('UPDATE statement_import SET job_id = $2 WHERE id = $1 AND confirmed_at IS NOT NULL', [
      id,
      jobId,
    ]);
  }

  async keptTo(id: string, key: string): Promise<void> {
    await this.db.rows('UPDATE statement_import SET kept_to = $2 WHERE id = $1', [id, key]);
  }

  async finish(id: string, counts: Counts): Promise<void> {
    await this.db.rows(
      `UPDATE statement_import SET finished_at = clock_timestamp(), preview = $2::jsonb, stored_file_id = NULL WHERE id = $1`,
      [id, JSON.stringify(counts)],
    );
  }

  async delete(id: string): Promise<void> {
    await this.db.rows('DELETE FROM statement_import WHERE id = $1', [id]);
  }
}
