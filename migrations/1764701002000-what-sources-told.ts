import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each source told of a stay last, so that telling it again does not undo what another source or a person said since. */
export class WhatSourcesTold1764701002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rental_reservation
        -- By source: hash of the facts.
        ADD COLUMN told jsonb NOT NULL DEFAULT '{}';
      ALTER TABLE reservation_version ADD COLUMN reason text CHECK (length(reason) BETWEEN 1 AND 500);
      CREATE INDEX rental_reservation_list_idx ON rental_reservation (tenant_id, check_in, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX rental_reservation_list_idx;
      ALTER TABLE reservation_version DROP COLUMN reason;
      ALTER TABLE rental_reservation DROP COLUMN told`);
  }
}
