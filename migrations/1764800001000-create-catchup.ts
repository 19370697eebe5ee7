import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectPersonalTable } from './support/protect-personal-table.js';

const OWN = `
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    user_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.person_id', true), '')::uuid`;

const PREFERENCES = `
  -- How a user wants to be reminded, and when she has time. Without a row: the defaults, in the tenant's zone.
  CREATE TABLE catchup_preferences (${OWN},
    time_zone text NOT NULL CHECK (length(time_zone) <= 64),
    -- Per weekday, Monday first: [["09:00","21:00"], …], local times.
    windows jsonb NOT NULL,
    -- No message in these local hours, which may pass midnight.
    quiet_from time,
    quiet_to time,
    -- Minutes kept free before and after what is busy, and minutes on the way to people who are met.
    buffer_minutes smallint NOT NULL DEFAULT 0 CHECK (buffer_minutes BETWEEN 0 AND 240),
    travel_minutes smallint NOT NULL DEFAULT 0 CHECK (travel_minutes BETWEEN 0 AND 240),
    -- Shortest time that is worth a suggestion.
    min_minutes smallint NOT NULL DEFAULT 30 CHECK (min_minutes BETWEEN 10 AND 480),
    all_day_blocks boolean NOT NULL DEFAULT true,
    pending_blocks boolean NOT NULL DEFAULT true,
    digest_enabled boolean NOT NULL DEFAULT true,
    -- ISO: Monday 1 … Sunday 7, local.
    digest_weekday smallint NOT NULL DEFAULT 7 CHECK (digest_weekday BETWEEN 1 AND 7),
    digest_time time NOT NULL DEFAULT '09:00',
    -- Most items of a digest.
    digest_items smallint NOT NULL DEFAULT 5 CHECK (digest_items BETWEEN 1 AND 20),
    channels text[] NOT NULL DEFAULT '{sms}' CHECK (channels <@ '{sms,email}'),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
`;

const CALENDARS = `
  -- An account that calendars are read from.
  CREATE TABLE calendar_account (${OWN},
    id uuid NOT NULL,
    source text NOT NULL CHECK (source IN ('google', 'caldav', 'ics')),
    -- The account's address at Google, the user's name at a CalDAV server, the title of a feed.
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 320),
    -- Encrypted, bound to tenant, user and account, as all that follows with "sealed".
    server_url_sealed text,
    password_sealed text,
    refresh_token_sealed text,
    access_token_sealed text,
    access_token_expires_at timestamptz,
    -- What the user has allowed, as the provider said.
    scopes text[] NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'needs_reauth')),
    -- Why it is not read, and since when.
    trouble text,
    trouble_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    CONSTRAINT calendar_account_key UNIQUE (tenant_id, user_id, source, name),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );

  -- A calendar of an account.
  CREATE TABLE calendar (${OWN},
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    -- The provider's id of it.
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 1024),
    name text NOT NULL,
    time_zone text,
    -- owner, writer, reader, freeBusyReader
    access_role text NOT NULL,
    is_primary boolean NOT NULL DEFAULT false,
    -- Whether it is read.
    selected boolean NOT NULL DEFAULT false,
    sync_token text,
    -- Of the fixed parameters of the requests: another one makes the token void.
    fingerprint text,
    window_start timestamptz,
    window_end timestamptz,
    -- Of the last full reading; rows of an earlier one are gone at its end.
    generation integer NOT NULL DEFAULT 0,
    last_full_at timestamptz,
    last_read_at timestamptz,
    trouble text,
    trouble_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    CONSTRAINT calendar_key UNIQUE (tenant_id, account_id, external_id),
    FOREIGN KEY (tenant_id, user_id, account_id) REFERENCES calendar_account (tenant_id, user_id, id) ON DELETE CASCADE
  );

  -- An event as its calendar tells it; each instance of a series is one.
  CREATE TABLE calendar_event (${OWN},
    calendar_id uuid NOT NULL,
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 1200),
    generation integer NOT NULL,
    -- Half-open. Of an all-day event: its local days' begin and end in the calendar's zone.
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    all_day boolean NOT NULL DEFAULT false,
    status text NOT NULL CHECK (status IN ('confirmed', 'tentative')),
    transparent boolean NOT NULL DEFAULT false,
    -- default, focusTime, outOfOffice, workingLocation, birthday, fromGmail
    event_type text NOT NULL DEFAULT 'default',
    -- The user's own answer to the invitation; null: her own event.
    response text CHECK (response IN ('needsAction', 'declined', 'tentative', 'accepted')),
    summary text,
    -- Addresses of the others, in lower case.
    attendees text[] NOT NULL DEFAULT '{}',
    updated_at timestamptz,
    PRIMARY KEY (tenant_id, calendar_id, external_id),
    CHECK (ends_at >= starts_at),
    FOREIGN KEY (tenant_id, user_id, calendar_id) REFERENCES calendar (tenant_id, user_id, id) ON DELETE CASCADE
  );
  CREATE INDEX calendar_event_time_idx ON calendar_event (tenant_id, user_id, ends_at, starts_at);
`;

const PEOPLE = `
  -- Somebody whom a user wants to keep in touch with.
  CREATE TABLE contact (${OWN},
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    emails text[] NOT NULL DEFAULT '{}',
    phone text CHECK (length(phone) <= 32),
    frequency text NOT NULL DEFAULT 'na' CHECK (frequency IN ('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly', 'flexible', 'na')),
    importance text NOT NULL DEFAULT 'normal' CHECK (importance IN ('close_friend', 'normal', 'low')),
    -- How they meet.
    medium text NOT NULL DEFAULT 'in_person' CHECK (medium IN ('in_person', 'call')),
    minutes smallint NOT NULL DEFAULT 60 CHECK (minutes BETWEEN 10 AND 480),
    -- As in catchup_preferences; null: the user's own.
    windows jsonb,
    -- Year 0004 where it is not known: a leap year.
    birthday date,
    note text CHECK (length(note) <= 2000),
    last_contact_at timestamptz,
    -- hand, calendar, accepted, import
    last_contact_source text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES app_user (tenant_id, id) ON DELETE CASCADE
  );
  CREATE INDEX contact_user_idx ON contact (tenant_id, user_id, name, id);

  -- Whom to meet, and when.
  CREATE TABLE suggestion (${OWN},
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('overdue', 'shared_event', 'birthday')),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'dismissed', 'snoozed', 'expired')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- Overdue ratio × weight of the importance × probability that the hour is free.
    score double precision NOT NULL,
    -- What the sentence of its reason is made of.
    reason jsonb NOT NULL,
    snoozed_until date,
    decided_at timestamptz,
    -- Of the event that was written when it was accepted.
    event_calendar_id uuid,
    event_external_id text,
    -- Grows with every change: SEQUENCE of the feed.
    sequence integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, user_id, id),
    CHECK (ends_at > starts_at),
    FOREIGN KEY (tenant_id, user_id, contact_id) REFERENCES contact (tenant_id, user_id, id) ON DELETE CASCADE
  );
  CREATE UNIQUE INDEX suggestion_open_key ON suggestion (tenant_id, user_id, contact_id) WHERE state = 'open';
  CREATE INDEX suggestion_time_idx ON suggestion (tenant_id, user_id, state, starts_at);
`;

const TABLES = ['catchup_preferences', 'calendar_account', 'calendar', 'calendar_event', 'contact', 'suggestion'];

export class CreateCatchup1764800001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE app_user ADD CONSTRAINT app_user_of_tenant_key UNIQUE (tenant_id, id)');
    await runner.query(PREFERENCES + CALENDARS + PEOPLE);
    for (const table of TABLES) await protectPersonalTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
    await runner.query('ALTER TABLE app_user DROP CONSTRAINT app_user_of_tenant_key');
  }
}
