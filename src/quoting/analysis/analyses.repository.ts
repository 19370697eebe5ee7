import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { PartFile } from '../files/part-file.entity.js';
import type { PartAnalysis } from './part-analysis.js';

export interface AnalysisRow {
  id: string;
  sha256: string;
  result: PartAnalysis;
  meshFileId: string | null;
  thumbnailFileId: string | null;
}

/** How the analysis of a part file stands. */
export interface AnalysisState {
  fileId: string;
  name: string;
  sha256: string;
  /** Ledger's word of the job that analyses it, or did so last. */
  jobStatus: string | null;
  jobId: string | null;
  error: { code: string; message: string } | null;
  analysis: PartAnalysis | null;
  /** Of the analysis: what it was made with. */
  fingerprint: string | null;
  meshFileId: string | null;
  thumbnailFileId: string | null;
}

export type FileFigures = Pick<AnalysisState, 'fileId' | 'name' | 'sha256' | 'jobStatus' | 'error'> & {
  analysis: Figures | null;
};

/** An analysis without its issues. */
export type Figures = Omit<PartAnalysis, 'issues'>;

const COLUMNS = `id, sha256, result, mesh_file_id AS "meshFileId", thumbnail_file_id AS "thumbnailFileId"`;

/** What analyses gave, by the bytes that were analysed. */
@Injectable()
export class AnalysesRepository {
  constructor(private readonly db: TenantDatabase) {}

  ofBytes(sha256: string, fingerprint: string): Promise<AnalysisRow | undefined> {
    return this.db.first(`SELECT ${COLUMNS} FROM file_analysis WHERE sha256 = $1 AND fingerprint = $2`, [
      sha256,
      fingerprint,
    ]);
  }

  /** Keeps a result; answers the one that is kept, which is another's where that was first. */
  async keep(row: AnalysisRow & { fingerprint: string }): Promise<AnalysisRow> {
    const { id, sha256, fingerprint, result, meshFileId, thumbnailFileId } = row;
    await this.db.rows(
      `INSERT INTO file_analysis (id, sha256, fingerprint, result, mesh_file_id, thumbnail_file_id)
       VALUES ($1, $2, $3, $4::jsonb, $5, $6) ON CONFLICT ON CONSTRAINT file_analysis_key DO NOTHING`,
      [id, sha256, fingerprint, JSON.stringify(result), meshFileId, thumbnailFileId],
    );
    return (await this.ofBytes(sha256, fingerprint))!;
  }

  /**
   * Makes a result that of a part file, unless its lengths have got another unit since it was read, or it has a fuller result of the
   * same analyser: one with a mesh, or with its walls examined, which this one lacks because it was asked for without. Another version
   * of the analyser may find the part open, and its walls cannot be examined then: it always takes the place.
   */
  async show({ id, unit }: Pick<PartFile, 'id' | 'unit'>, result: { id: string; format: string }): Promise<void> {
    await this.db.rows(
      `UPDATE part_file p SET analysis_id = $3, format = $4 WHERE p.id = $1 AND p.unit IS NOT DISTINCT FROM $2
         AND NOT EXISTS (SELECT FROM file_analysis o JOIN file_analysis n ON n.tenant_id = o.tenant_id AND n.id = $3
           WHERE o.tenant_id = p.tenant_id AND o.id = p.analysis_id AND o.result ->> 'analyser' = n.result ->> 'analyser'
             AND (o.mesh_file_id IS NOT NULL AND n.mesh_file_id IS NULL
               OR o.result ->> 'overhang' IS NOT NULL AND n.result ->> 'overhang' IS NULL))`,
      [id, unit, result.id, result.format],
    );
  }

  /** Of those of the files that there are. */
  states(fileIds: readonly string[]): Promise<AnalysisState[]> {
    return this.db.rows(
      `SELECT p.id AS "fileId", p.name, p.sha256, j.status AS "jobStatus", p.analysis_job_id AS "jobId", j.error,
         a.result AS analysis, a.fingerprint, a.mesh_file_id AS "meshFileId", a.thumbnail_file_id AS "thumbnailFileId"
       FROM part_file p
       LEFT JOIN file_analysis a ON a.tenant_id = p.tenant_id AND a.id = p.analysis_id
       LEFT JOIN job j ON j.id = p.analysis_job_id
       WHERE p.id = ANY($1::uuid[])`,
      [fileIds],
    );
  }

  /** What can be shown of part files, without their figures. */
  looks(fileIds: readonly string[]): Promise<{ fileId: string; mesh: boolean; thumbnail: boolean }[]> {
    return this.db.rows(
      `SELECT p.id AS "fileId", a.mesh_file_id IS NOT NULL AS mesh, a.thumbnail_file_id IS NOT NULL AS thumbnail
       FROM part_file p LEFT JOIN file_analysis a ON a.tenant_id = p.tenant_id AND a.id = p.analysis_id
       WHERE p.id = ANY($1::uuid[])`,
      [fileIds],
    );
  }

  /**
   * As states(), with what a price is made of: without the places of issues, which may be many. The ledger is only asked of those
   * that have no analysis. Within a transaction no file gets another unit until the price is committed.
   */
  async figures(fileIds: readonly string[]): Promise<FileFigures[]> {
    const rows = await this.db.rows<FileFigures>(
      `SELECT p.id AS "fileId", p.name, p.sha256, a.result - 'issues' AS analysis, NULL AS "jobStatus", NULL AS error
       FROM part_file p LEFT JOIN file_analysis a ON a.tenant_id = p.tenant_id AND a.id = p.analysis_id
       WHERE p.id = ANY($1::uuid[]) FOR SHARE OF p`,
      [fileIds],
    );
    const open = rows.filter(({ analysis }) => analysis === null).map(({ fileId }) => fileId);
    if (open.length === 0) return rows;
    return [...rows.filter(({ analysis }) => analysis !== null), ...(await this.states(open))];
  }

  /** Deletes what is known of bytes that no part file has any more. Answers the files of its pictures and meshes. */
  async forget(sha256: string): Promise<string[]> {
    const rows = await this.db.rows<{ ids: string[] }>(
      `DELETE FROM file_analysis WHERE sha256 = $1 AND NOT EXISTS (SELECT FROM part_file WHERE sha256 = $1)
       RETURNING array_remove(ARRAY[mesh_file_id, thumbnail_file_id], NULL) AS ids`,
      [sha256],
    );
    return rows.flatMap(({ ids }) => ids);
  }
}
