import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TENANT = `tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid`;

const STATEMENTS = `
  -- What an owner is told of a period: of one listing, or (listing_id null) of all of the owner's. From final on never changed.
  CREATE TABLE statement (
    id uuid PRIMARY KEY,
    ${TENANT},
    owner_id integer NOT NULL,
    listing_id integer,
    scope integer NOT NULL GENERATED ALWAYS AS (coalesce(listing_id, 0)) STORED,
    -- First and last day, both inclusive.
    period_from date NOT NULL,
    period_to date NOT NULL CHECK (period_to >= period_from),
    -- As it was asked for; agreement: each stay as its agreement says.
    calculation text NOT NULL CHECK (calculation IN ('agreement', 'checkout', 'checkin', 'calendar', 'nightly_over_n')),
    -- Of the owner, from 1; the number is made of it. A statement that follows a void one has its number and the next version.
    series integer NOT NULL CHECK (series >= 1),
    number text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    supersedes_id uuid,
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'review', 'final', 'sent', 'paid', 'void')),
    -- Place among the final statements of the owner and scope: each opens with what the one before closed with.
    chain integer CHECK (chain >= 1),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    recognition text NOT NULL CHECK (recognition IN ('checkout', 'checkin', 'nightly', 'nightly_over_n')),
    opening_minor bigint NOT NULL,
    revenue_minor bigint NOT NULL,
    fees_minor bigint NOT NULL,
    expenses_minor bigint NOT NULL,
    adjustments_minor bigint NOT NULL,
    net_minor bigint NOT NULL,
    payouts_minor bigint NOT NULL,
    closing_minor bigint NOT NULL,
    reserve_minor bigint NOT NULL CHECK (reserve_minor >= 0),
    -- {owner, manager, listings}, as they were.
    parties jsonb NOT NULL,
    -- StatementStay[], with stays that are listed at 0.
    stays jsonb NOT NULL,
    -- What a restatement follows: versions of agreements, exchange rates, shares (statements/snapshot.ts).
    snapshot jsonb NOT NULL,
    -- What a person should look at: string[].
    warnings jsonb NOT NULL DEFAULT '[]',
    -- Hash of everything that the statement tells: the same again means that nothing has changed.
    inputs_hash text NOT NULL,
    calculated_at timestamptz NOT NULL,
    reviewed_by uuid, reviewed_at timestamptz,
    finalised_by uuid, finalised_at timestamptz,
    sent_by uuid, sent_at timestamptz,
    paid_by uuid, paid_at timestamptz,
    voided_by uuid, voided_at timestamptz,
    void_reason text CHECK (length(void_reason) <= 500),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT statement_number_key UNIQUE (tenant_id, number, version),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, supersedes_id) REFERENCES statement (tenant_id, id),
    CHECK (net_minor = revenue_minor + fees_minor + expenses_minor + adjustments_minor),
    CHECK (closing_minor = opening_minor + net_minor - payouts_minor),
    CHECK (state NOT IN ('final', 'sent', 'paid') OR (chain IS NOT NULL AND finalised_at IS NOT NULL))
  );
  -- Two generations at once make one statement.
  CREATE UNIQUE INDEX statement_period_key ON statement (tenant_id, owner_id, scope, period_from, period_to, calculation)
    WHERE state <> 'void';
  CREATE UNIQUE INDEX statement_chain_key ON statement (tenant_id, owner_id, scope, chain) WHERE state <> 'void';
  CREATE INDEX statement_list_idx ON statement (tenant_id, period_from DESC, id DESC);
  CREATE INDEX statement_owner_idx ON statement (tenant_id, owner_id, period_from DESC, id DESC);
  CREATE INDEX statement_listing_idx ON statement (tenant_id, listing_id, period_from DESC, id DESC);

  -- What a person has set on an open statement, with the reason: an amount of its own, or a stay left out or set to an amount.
  CREATE TABLE statement_adjustment (
    id uuid PRIMARY KEY,
    ${TENANT},
    statement_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('amount', 'exclude', 'override')),
    listing_id integer,
    reservation_id uuid,
    -- Signed, of the owner: what is added, or what the stay comes to instead.
    amount_minor bigint,
    day date NOT NULL,
    description text NOT NULL CHECK (length(description) BETWEEN 1 AND 200),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    created_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id),
    CHECK ((kind = 'amount') = (reservation_id IS NULL)),
    CHECK ((kind = 'exclude') = (amount_minor IS NULL))
  );
  CREATE UNIQUE INDEX statement_adjustment_stay_key ON statement_adjustment (tenant_id, statement_id, reservation_id);
  CREATE INDEX statement_adjustment_statement_idx ON statement_adjustment (tenant_id, statement_id);
`;

const LEDGER = `
  -- What an owner is owed (positive) or owes, one fact a line. Never changed.
  CREATE TABLE ledger_line (
    id uuid PRIMARY KEY,
    ${TENANT},
    owner_id integer NOT NULL,
    -- Null: of the owner, not of one listing.
    listing_id integer,
    reservation_id uuid,
    expense_id uuid,
    kind text NOT NULL CHECK (kind IN ('rent', 'cleaning', 'extras', 'tax', 'channel_fee', 'payment_fee', 'management_fee',
      'cohost_collected', 'expense', 'adjustment', 'opening')),
    -- Of an adjustment: what it adjusts.
    adjusted_kind text,
    -- What it is of; with the same content the same line.
    source_key text NOT NULL CHECK (length(source_key) <= 300),
    source_hash text NOT NULL,
    day date NOT NULL,
    -- Nights that it covers, how many, and of how many.
    nights daterange,
    night_count integer,
    night_of integer,
    amount_minor bigint NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- Before it was converted.
    original_minor bigint,
    original_currency text CHECK (original_currency ~ '^[A-Z]{3}$'),
    fx_rate numeric CHECK (fx_rate > 0),
    fx_date date,
    fx_source text,
    description text NOT NULL CHECK (length(description) <= 500),
    corrects_statement_id uuid,
    -- How the amount came about: {rule, formula, values} (calculation/reasoning.ts).
    reasoning jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT ledger_line_source_key UNIQUE (tenant_id, source_key, source_hash),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, listing_id) REFERENCES listing (tenant_id, id),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id),
    FOREIGN KEY (tenant_id, corrects_statement_id) REFERENCES statement (tenant_id, id),
    CHECK ((original_currency IS NULL) = (fx_rate IS NULL) AND (fx_rate IS NULL) = (fx_date IS NULL)
      AND (fx_rate IS NULL) = (fx_source IS NULL))
  );
  CREATE INDEX ledger_line_reservation_idx ON ledger_line (tenant_id, reservation_id);
  CREATE INDEX ledger_line_expense_idx ON ledger_line (tenant_id, expense_id) WHERE expense_id IS NOT NULL;
  CREATE INDEX ledger_line_corrects_idx ON ledger_line (tenant_id, corrects_statement_id) WHERE corrects_statement_id IS NOT NULL;
  CREATE INDEX ledger_line_opening_idx ON ledger_line (tenant_id, owner_id, created_at) WHERE kind = 'opening';

  -- Lines of a statement. What a line is of is on one active statement at most: nothing is paid twice.
  CREATE TABLE statement_line (
    ${TENANT},
    statement_id uuid NOT NULL,
    ledger_line_id uuid NOT NULL,
    source_key text NOT NULL,
    position integer NOT NULL,
    -- false: the statement is void.
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (tenant_id, statement_id, ledger_line_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id),
    FOREIGN KEY (tenant_id, ledger_line_id) REFERENCES ledger_line (tenant_id, id)
  );
  CREATE UNIQUE INDEX statement_line_ledger_key ON statement_line (tenant_id, ledger_line_id) WHERE active;
  CREATE UNIQUE INDEX statement_line_source_key ON statement_line (tenant_id, source_key) WHERE active;
  CREATE INDEX statement_line_ledger_idx ON statement_line (tenant_id, ledger_line_id);

  -- Days of a stay, from its arrival to its departure, both inclusive, that a statement has stated to an owner. A later statement that
  -- corrects another one claims for it: the other's claim rests (replaced_by) as long as the correction holds.
  CREATE TABLE stay_claim (
    ${TENANT},
    id uuid PRIMARY KEY,
    owner_id integer NOT NULL,
    reservation_id uuid NOT NULL,
    days daterange NOT NULL CHECK (NOT isempty(days)),
    statement_id uuid NOT NULL,
    for_statement_id uuid NOT NULL,
    replaced_by uuid,
    active boolean NOT NULL DEFAULT true,
    FOREIGN KEY (tenant_id, owner_id) REFERENCES owner (tenant_id, id),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES rental_reservation (tenant_id, id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id),
    FOREIGN KEY (tenant_id, for_statement_id) REFERENCES statement (tenant_id, id),
    FOREIGN KEY (tenant_id, replaced_by) REFERENCES statement (tenant_id, id),
    CONSTRAINT stay_claim_once EXCLUDE USING gist (tenant_id WITH =, owner_id WITH =, reservation_id WITH =, days WITH &&)
      WHERE (active AND replaced_by IS NULL)
  );
  CREATE INDEX stay_claim_reservation_idx ON stay_claim (tenant_id, reservation_id);
  CREATE INDEX stay_claim_statement_idx ON stay_claim (tenant_id, statement_id);
  CREATE INDEX stay_claim_replaced_idx ON stay_claim (tenant_id, replaced_by) WHERE replaced_by IS NOT NULL;

  -- Payouts that a statement has taken into account, and the reversal of one that was taken back later.
  CREATE TABLE statement_payout (
    ${TENANT},
    statement_id uuid NOT NULL,
    payout_id uuid NOT NULL,
    day date NOT NULL,
    amount_minor bigint NOT NULL,
    reference text,
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (tenant_id, statement_id, payout_id),
    FOREIGN KEY (tenant_id, statement_id) REFERENCES statement (tenant_id, id)
  );
  CREATE INDEX statement_payout_payout_idx ON statement_payout (tenant_id, payout_id);
`;

const TABLES = ['statement', 'statement_adjustment', 'ledger_line', 'statement_line', 'stay_claim', 'statement_payout'];

export class CreateStatements1764702000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENTS);
    await runner.query(LEDGER);
    for (const table of TABLES) await protectTenantTable(runner, table);
    await runner.query('REVOKE UPDATE ON ledger_line FROM nightshift_app, nightshift_system');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${[...TABLES].reverse().join(', ')}`);
  }
}
