import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { FileStorage } from '../../platform/storage/index.js';
import type { PartAnalysis } from '../analysis/part-analysis.js';
import { PartReader, type PartState } from './part-reader.js';

interface PartRow {
  fileId: string;
  name: string;
  sha256: string;
  analysis: PartAnalysis | null;
  jobStatus: string | null;
  error: string | null;
}

/** A job in these states gives no analysis any more. */
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'DEAD']);

/** Part files as they are stored, with the analysis of their bytes. */
@Injectable()
export class StoredParts extends PartReader {
  constructor(
    private readonly db: TenantDatabase,
    private readonly storage: FileStorage,
  ) {
    super();
  }

  async read(fileIds: readonly string[]): Promise<Map<string, PartState>> {
    const rows = await this.db.rows<PartRow>(
      `SELECT f.id AS "fileId", f.name, f.sha256, a.result AS analysis, j.status AS "jobStatus", j.error ->> 'message' AS error
       FROM part_file f LEFT JOIN file_analysis a ON a.id = f.analysis_id LEFT JOIN job j ON j.id = f.analysis_job_id
       WHERE f.id = ANY($1::uuid[])`,
      [fileIds],
    );
    return new Map(rows.map((row) => [row.fileId, stateOf(row)]));
  }

  async thumbnail(fileId: string): Promise<Buffer | null> {
    const row = await this.db.first<{ id: string | null }>(
      `SELECT a.thumbnail_file_id AS id FROM part_file f JOIN file_analysis a ON a.id = f.analysis_id WHERE f.id = $1`,
      [fileId],
    );
    return row?.id ? buffer(await this.storage.read(row.id)) : null;
  }
}

function stateOf({ fileId, name, sha256, analysis, jobStatus, error }: PartRow): PartState {
  const known = { fileId, name, sha256 };
  if (analysis) return { ...known, state: 'done', analysis, error: null };
  if (jobStatus !== null && !ENDED.has(jobStatus)) return { ...known, state: 'pending', analysis: null, error: null };
  return { ...known, state: 'failed', analysis: null, error };
}
