import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

/** What a person looks at again and again in the console, by name; and whether keys of one letter do anything for her. */
export class CreateSavedViews1764821001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_view (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
        user_id uuid NOT NULL,
        -- Page of the console.
        page text NOT NULL,
        name text NOT NULL,
        -- What the page's address says after the question mark.
        search text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX saved_view_name_key ON saved_view (tenant_id, user_id, page, lower(name));

      ALTER TABLE app_user ADD COLUMN keys_off boolean NOT NULL DEFAULT false;
    `);
    await protectPersonalTable(runner, 'saved_view');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE saved_view; ALTER TABLE app_user DROP COLUMN keys_off;');
  }
}
