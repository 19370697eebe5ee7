import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

/** What the front desk did to a booking, and how it was before: a step can be taken back within its business date. */
export class TakeBackSteps1764810041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stay_step (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id uuid NOT NULL,
        hotel_id integer NOT NULL,
        booking_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('check_in', 'check_out', 'move')),
        -- The hotel's open date when it was done.
        business_date date NOT NULL,
        -- The booking with its nights, its rooms and the state of those: {status, arrival, departure, prices, nights, rooms, states}
        before jsonb NOT NULL,
        -- Folio lines that were posted by it.
        line_ids bigint[] NOT NULL DEFAULT '{}',
        reason text CHECK (length(reason) BETWEEN 1 AND 500),
        done_by uuid,
        done_at timestamptz NOT NULL DEFAULT now(),
        undone_at timestamptz,
        undone_by uuid,
        undo_reason text CHECK (length(undo_reason) BETWEEN 1 AND 500),
        CHECK ((undone_at IS NULL) = (undo_reason IS NULL)),
        UNIQUE (tenant_id, id),
        FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
        FOREIGN KEY (tenant_id, booking_id) REFERENCES booking (tenant_id, id)
      );
      CREATE INDEX stay_step_booking_idx ON stay_step (booking_id, id DESC);
    `);
    await protectTenantTable(runner, 'stay_step');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stay_step');
  }
}
