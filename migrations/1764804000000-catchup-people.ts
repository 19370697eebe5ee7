import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';
import { protectTenantTable } from './support/protect-tenant-table.js';

const CONTACTS = `
  ALTER TABLE contact
    ADD COLUMN groups text[] NOT NULL DEFAULT '{}',
    -- No suggestion before this local day: she has dismissed or put off one.
    ADD COLUMN paused_until date,
    ADD CONSTRAINT contact_last_contact_source_check
      CHECK (last_contact_source = ANY ('{hand,calendar,accepted,import}'::text[]));

  -- Who has contacts. Work over all users of a tenant walks these rows: the contacts themselves it does not see.
  CREATE TABLE catchup_member (
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );

  -- As whoever adds the contacts, so that a member is added to her tenant only.
  CREATE FUNCTION note_catchup_members() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO catchup_member (tenant_id, user_id) SELECT DISTINCT tenant_id, user_id FROM added ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER contact_members AFTER INSERT ON contact REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION note_catchup_members();
`;

const SUGGESTIONS = `
  ALTER TABLE suggestion
    -- Of the event in her calendar. waiting: a job writes it; none: there is no calendar that may be written.
    ADD COLUMN event_state text NOT NULL DEFAULT 'none' CHECK (event_state IN ('none', 'waiting', 'written', 'failed')),
    -- Why it could not be written: a word, e.g. needs_reauth.
    ADD COLUMN event_trouble text,
    -- Why she dismissed it, and why it was taken back.
    ADD COLUMN decision text CHECK (decision IN ('not_now', 'met_recently', 'not_interested', 'other',
      'passed', 'met', 'not_due', 'busy', 'paused')),
    -- No time is used twice, whatever two jobs do at the same moment.
    ADD CONSTRAINT suggestion_slot_key EXCLUDE USING gist (tenant_id WITH =, user_id WITH =,
      tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('open', 'accepted'));
  CREATE INDEX suggestion_contact_idx ON suggestion (tenant_id, user_id, contact_id);
`;

const FEED = `
  -- The secret address of a user's feed.
  CREATE TABLE catchup_feed (
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid,
    -- SHA-256 of the secret.
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
`;

/** People, suggestions and their feed. */
export class CatchupPeople1764804000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONTACTS);
    await protectTenantTable(runner, 'catchup_member');
    await runner.query(SUGGESTIONS + FEED);
    await protectPersonalTable(runner, 'catchup_feed');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE catchup_feed;
      DROP INDEX suggestion_contact_idx;
      ALTER TABLE suggestion DROP CONSTRAINT suggestion_slot_key, DROP COLUMN event_state, DROP COLUMN event_trouble,
        DROP COLUMN decision;
      DROP TRIGGER contact_members ON contact;
      DROP FUNCTION note_catchup_members();
      DROP TABLE catchup_member;
      ALTER TABLE contact DROP COLUMN groups, DROP COLUMN paused_until, DROP CONSTRAINT contact_last_contact_source_check;
    `);
  }
}
