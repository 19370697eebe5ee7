import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const RESERVATIONS = `
  -- A stay as it is known now. What it was before is in reservation_version.
  CREATE TABLE rental_reservation (
    id uuid PRIMARY KEY,
    ${TENANT},
    listing_id integer NOT NULL,
    channel text NOT NULL CHECK (channel IN ('airbnb', 'booking', 'vrbo', 'direct', 'other')),
    -- The channel's own confirmation code: the same stay told by a file and by a provider is one stay.
    code text NOT NULL CHECK (length(code) BETWEEN 1 AND 100),
    status text NOT NULL CHECK (status IN ('confirmed', 'cancelled', 'no_show', 'owner_stay', 'needs_review')),
    -- As its source spells it.
    source_status text CHECK (length(source_status) <= 100),
    guest text CHECK (length(guest) <= 200),
    booked_on date,
    check_in date NOT NULL,
    check_out date NOT NULL CHECK (check_out > check_in),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    rent_minor bigint NOT NULL DEFAULT 0,
    cleaning_minor bigint NOT NULL DEFAULT 0,
    extras_minor bigint NOT NULL DEFAULT 0,
    -- Lodging tax that the guest paid, and who hands it to the state.
    tax_minor bigint NOT NULL DEFAULT 0,
    tax_remitted_by text NOT NULL DEFAULT 'channel' CHECK (tax_remitted_by IN ('channel', 'host')),
    -- What the channel and the payment took, as positive amounts.
    channel_fee_minor bigint NOT NULL DEFAULT 0,
    payment_fee_minor bigint NOT NULL DEFAULT 0,
    -- What reached, or will reach, the manager. Null: unknown.
    payout_minor bigint,
    -- The guest's money went to the owner, not to the manager.
    paid_to_owner boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    content_hash text NOT NULL,
    -- Whoever told it last: hostify, airbnb-file, manual …
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 60),
    -- Why a person has to look, as codes; none: nothing.
    review text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT rental_reservation_code_key UNIQUE (tenant_id, channel, code),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id)
  );
  CREATE INDEX rental_reservation_stay_idx ON rental_reservation (tenant_id, listing_id, check_out, check_in);
  CREATE INDEX rental_reservation_changed_idx ON rental_reservation (tenant_id, listing_id, changed_at);
  CREATE INDEX rental_reservation_review_idx ON rental_reservation (tenant_id, check_in) WHERE status = 'needs_review' OR review <> '{}';

  -- Every content a stay has had, as it came. Never changed.
  CREATE TABLE reservation_version (
    ${TENANT},
    reservation_id uuid NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    content_hash text NOT NULL,
    -- ReservationFacts.
    facts jsonb NOT NULL,
    -- The record it was read from: row of a file, answer of a provider.
    raw jsonb,
    source text NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, reservation_id, version),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id)
  );
`;

const TABLES = ['rental_reservation', 'reservation_version'];

export class CreateRentalReservations1764700001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RESERVATIONS);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE UPDATE, DELETE ON reservation_version FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
