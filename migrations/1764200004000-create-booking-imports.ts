import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const IMPORTS = `
  -- One file of bookings made elsewhere; the checkpoint moves in the transaction of each batch.
  CREATE TABLE booking_import (
    id uuid PRIMARY KEY,
    -- Part of the codes of its bookings.
    number integer GENERATED ALWAYS AS IDENTITY,
    tenant_id uuid NOT NULL,
    hotel_id integer NOT NULL,
    -- Value of the column "hotel" of the rows to take; others are skipped.
    source_hotel text NOT NULL CHECK (length(source_hotel) BETWEEN 1 AND 100),
    -- {types: {"A": {categoryId, code}}, fallback: {categoryId, code} | null}
    room_types jsonb NOT NULL,
    bytes bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    -- Of the file, and the job that reads it: null until all of it has come.
    sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    job_id uuid,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- When the last part of the file came.
    touched_at timestamptz NOT NULL DEFAULT now(),
    -- Checkpoint: line on which the last record that is done begins, and what became of the records up to it.
    line_done integer NOT NULL DEFAULT 0,
    bytes_done bigint NOT NULL DEFAULT 0,
    imported integer NOT NULL DEFAULT 0,
    skipped integer NOT NULL DEFAULT 0,
    -- {reason: count}
    rejected jsonb NOT NULL DEFAULT '{}',
    finished_at timestamptz,
    CHECK ((sha256 IS NULL) = (job_id IS NULL)),
    UNIQUE (tenant_id, id),
    CONSTRAINT booking_import_file_key UNIQUE (tenant_id, hotel_id, sha256),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
  CREATE INDEX booking_import_hotel_idx ON booking_import (hotel_id, id DESC);

  -- The file, until it is imported.
  CREATE TABLE booking_import_chunk (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    number integer NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (import_id, number),
    FOREIGN KEY (tenant_id, import_id) REFERENCES booking_import (tenant_id, id) ON DELETE CASCADE
  );

  -- Records that became no booking.
  CREATE TABLE booking_import_reject (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line integer NOT NULL,
    reason text NOT NULL CHECK (reason ~ '^[A-Z_]{1,40}$'),
    message text NOT NULL,
    PRIMARY KEY (import_id, line),
    FOREIGN KEY (tenant_id, import_id) REFERENCES booking_import (tenant_id, id) ON DELETE CASCADE
  );
`;

const TABLES = ['booking_import', 'booking_import_chunk', 'booking_import_reject'];

/** Files of bookings made elsewhere, and what became of their rows. */
export class CreateBookingImports1764200004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(IMPORTS);
    for (const table of TABLES) await protectTenantTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}`);
  }
}
