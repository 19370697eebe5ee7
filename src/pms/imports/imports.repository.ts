import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { storableJson } from '../../platform/database/storable-text.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { Checkpoint, ImportRow, RoomTypes } from './import-row.js';
import type { Reject } from './map-record.js';

const SELECT = `SELECT i.id, i.number, i.hotel_id AS "hotelId", i.source_hotel AS "sourceHotel",
    i.room_types AS "roomTypes", i.bytes, i.sha256, i.job_id AS "jobId", i.created_at AS "createdAt",
    i.finished_at AS "finishedAt", j.status AS "jobStatus", j.error AS "jobError",
    json_build_object('line', i.line_done, 'bytes', i.bytes_done, 'imported', i.imported, 'skipped', i.skipped,
      'rejected', i.rejected) AS checkpoint
  FROM booking_import i LEFT JOIN job j ON j.id = i.job_id`;

export type NewImport = Pick<ImportRow, 'id' | 'hotelId' | 'sourceHotel' | 'roomTypes'> & { createdBy: string | null };

/** A rejected record with its cells as they stand in the file; null: it was read before they were kept. */
export type KeptReject = Reject & { cells: readonly string[] | null };

/** Imports, the pieces of their files, and the records they rejected. */
@Injectable()
export class ImportsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Waits until no other transaction of the tenant is between counting imports and adding one. */
  async takeTurns(): Promise<void> {
    await this.db.rows(
      `SELECT pg_advisory_xact_lock(hashtextextended('booking_import ' || current_setting('app.tenant_id'), 0))`,
    );
  }

  async open(one: NewImport): Promise<void> {
    await this.db.rows(
      `INSERT INTO booking_import (tenant_id, id, hotel_id, source_hotel, room_types, created_by)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4::jsonb, $5)`,
      [one.id, one.hotelId, one.sourceHotel, JSON.stringify(one.roomTypes satisfies RoomTypes), one.createdBy],
    );
  }

  async addChunk(id: string, number: number, data: Buffer): Promise<void> {
    await this.db.rows(
      `WITH touched AS (
         UPDATE booking_import SET bytes = bytes + length($3::bytea), touched_at = clock_timestamp() WHERE id = $1)
       INSERT INTO booking_import_chunk (tenant_id, import_id, number, data)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3)`,
      [id, number, data],
    );
  }

  /** The file is whole. Fails on booking_import_file_key when the hotel has an import of the same bytes. */
  async accept(id: string, sha256: string, jobId: string): Promise<void> {
    await this.db.rows('UPDATE booking_import SET sha256 = $2, job_id = $3 WHERE id = $1', [id, sha256, jobId]);
  }

  /** Deletes uploads that received nothing for so long, because their sender or their process has ended. */
  async dropAbandoned(minutes: number): Promise<void> {
    await this.db.rows(
      `DELETE FROM booking_import WHERE id IN (SELECT id FROM booking_import
         WHERE job_id IS NULL AND touched_at < clock_timestamp() - make_interval(mins => $1) FOR UPDATE SKIP LOCKED)`,
      [minutes],
    );
  }

  /** Number of imports whose files are still kept. */
  async unfinished(): Promise<number> {
    const row = await this.db.first<{ count: number }>(
      'SELECT count(*) AS count FROM booking_import WHERE finished_at IS NULL',
    );
    return row!.count;
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<ImportRow> {
    const row = await this.find(id);
    if (!row) throw notFound('Import');
    return row;
  }

  find(id: string): Promise<ImportRow | undefined> {
    return this.db.first(`${SELECT} WHERE i.id = $1`, [id]);
  }

  /** Holds the import until the transaction ends; undefined when it is gone. */
  async lock(id: string): Promise<ImportRow | undefined> {
    await this.db.rows('SELECT FROM booking_import WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id);
  }

  /** The hotel's import of the same bytes. */
  sameFile(hotelId: number, sha256: string): Promise<ImportRow | undefined> {
    return this.db.first(`${SELECT} WHERE i.hotel_id = $1 AND i.sha256 = $2`, [hotelId, sha256]);
  }

  /** Newest first. */
  async page(hotelId: number | undefined, limit: number, offset: number) {
    const where = 'WHERE ($1::int IS NULL OR i.hotel_id = $1)';
    const rows = await this.db.rows<ImportRow>(`${SELECT} ${where} ORDER BY i.id DESC LIMIT $2 OFFSET $3`, [
      hotelId ?? null,
      limit,
      offset,
    ]);
    const count = await this.db.first<{ total: number }>(`SELECT count(*) AS total FROM booking_import i ${where}`, [
      hotelId ?? null,
    ]);
    return { rows, total: count!.total };
  }

  /** Makes the job the import's own: a job started by hand goes on where the first one ended. */
  async take(id: string, jobId: string): Promise<void> {
    await this.db.rows('UPDATE booking_import SET job_id = $2 WHERE id = $1 AND sha256 IS NOT NULL', [id, jobId]);
  }

  /** The import that the job was made for, if it is not this one. */
  async otherOf(jobId: string, id: string): Promise<string | undefined> {
    const row = await this.db.first<{ id: string }>(
      'SELECT id FROM booking_import WHERE job_id = $1 AND id <> $2 LIMIT 1',
      [jobId, id],
    );
    return row?.id;
  }

  /** A piece of the file, counted from 0; undefined after the last. */
  async chunk(id: string, number: number): Promise<Buffer | undefined> {
    const row = await this.db.first<{ data: Buffer }>(
      'SELECT data FROM booking_import_chunk WHERE import_id = $1 AND number = $2',
      [id, number],
    );
    return row?.data;
  }

  async addRejects(id: string, rejects: readonly KeptReject[]): Promise<void> {
    if (rejects.length === 0) return;
    await this.db.rows(
      `INSERT INTO booking_import_reject (tenant_id, import_id, line, reason, message, cells)
       SELECT current_setting('app.tenant_id')::uuid, $1, r.line, r.reason, r.message, r.cells
       FROM jsonb_to_recordset($2::jsonb) AS r(line integer, reason text, message text, cells jsonb)`,
      [id, storableJson(rejects)],
    );
  }

  /** Titles of the file's columns, for the file of its rejected rows. */
  async setHeader(id: string, header: readonly string[]): Promise<void> {
    await this.db.rows('UPDATE booking_import SET header = $2::jsonb WHERE id = $1 AND header IS NULL', [
      id,
      storableJson(header),
    ]);
  }

  /** None as long as nothing was read, and of imports of before they were kept. */
  async header(id: string): Promise<string[]> {
    const row = await this.db.first<{ header: string[] | null }>('SELECT header FROM booking_import WHERE id = $1', [
      id,
    ]);
    return row?.header ?? [];
  }

  async checkpoint(id: string, { line, bytes, imported, skipped, rejected }: Checkpoint): Promise<void> {
    await this.db.rows(
      `UPDATE booking_import SET line_done = $2, bytes_done = $3, imported = $4, skipped = $5, rejected = $6::jsonb
       WHERE id = $1`,
      [id, line, bytes, imported, skipped, JSON.stringify(rejected)],
    );
  }

  /** Marks the import as done and deletes its file, which is not needed any more. */
  async finish(id: string): Promise<void> {
    await this.db.rows('DELETE FROM booking_import_chunk WHERE import_id = $1', [id]);
    await this.db.rows('UPDATE booking_import SET finished_at = clock_timestamp(), bytes_done = bytes WHERE id = $1', [
      id,
    ]);
  }

  /** Deletes it with its file and its rejects, but without its bookings. */
  async delete(id: string): Promise<void> {
    await this.db.rows('DELETE FROM booking_import WHERE id = $1', [id]);
  }

  async rejects(id: string, limit: number, offset: number): Promise<Reject[]> {
    return this.db.rows(
      `SELECT line, reason, message FROM booking_import_reject WHERE import_id = $1 ORDER BY line LIMIT $2 OFFSET $3`,
      [id, limit, offset],
    );
  }

  /** Those after the line, by line: for reading all of them in pages. */
  rejectsAfter(id: string, line: number, limit: number): Promise<KeptReject[]> {
    return this.db.rows(
      `SELECT line, reason, message, cells FROM booking_import_reject WHERE import_id = $1 AND line > $2 ORDER BY line LIMIT $3`,
      [id, line, limit],
    );
  }
}
