import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const SET_UP = `
  -- Who sells: the company on the invoice, with numbers of its own.
  CREATE TABLE legal_entity (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    address text NOT NULL CHECK (length(address) BETWEEN 1 AND 500),
    country char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
    vat_number text CHECK (length(vat_number) BETWEEN 1 AND 30),
    tax_number text CHECK (length(tax_number) BETWEEN 1 AND 50),
    -- Register entry, share capital and the like, as the law wants it on the paper.
    register_text text CHECK (length(register_text) BETWEEN 1 AND 300),
    -- Month the fiscal year starts in; the year is named by the calendar year of its start.
    fiscal_year_start smallint NOT NULL DEFAULT 1 CHECK (fiscal_year_start BETWEEN 1 AND 12),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, id),
    CONSTRAINT legal_entity_name_key UNIQUE (tenant_id, name)
  );

  -- Whose invoices a hotel issues, and in which series. A hotel without a row issues none.
  CREATE TABLE hotel_invoicing (
    hotel_id integer PRIMARY KEY,
    tenant_id uuid NOT NULL,
    legal_entity_id integer NOT NULL,
    invoice_code text NOT NULL CHECK (invoice_code ~ '^[A-Z0-9-]{1,20}$'),
    credit_code text NOT NULL CHECK (credit_code ~ '^[A-Z0-9-]{1,20}$'),
    -- Of the numbers of a series that is opened from now on.
    format text NOT NULL,
    CHECK (invoice_code <> credit_code),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, legal_entity_id) REFERENCES legal_entity (tenant_id, id)
  );
  CREATE INDEX hotel_invoicing_entity_idx ON hotel_invoicing (legal_entity_id);

  -- A run of numbers without gaps; made when its fiscal year begins.
  CREATE TABLE invoice_series (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    legal_entity_id integer NOT NULL,
    -- Hotel that opened it; others of the legal entity may share it by its code.
    hotel_id integer,
    code text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    fiscal_year smallint NOT NULL,
    format text NOT NULL,
    next_no integer NOT NULL DEFAULT 1 CHECK (next_no >= 1),
    last_issue_date date,
    UNIQUE (tenant_id, id),
    CONSTRAINT invoice_series_key UNIQUE (tenant_id, legal_entity_id, code, kind, fiscal_year),
    FOREIGN KEY (tenant_id, legal_entity_id) REFERENCES legal_entity (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id)
  );
`;

const INVOICES = `
  -- An invoice or credit note as it was issued. Never changed: a mistake is corrected by another document.
  CREATE TABLE invoice (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    legal_entity_id integer NOT NULL,
    hotel_id integer NOT NULL,
    series_id integer NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    text_number text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    folio_id uuid NOT NULL,
    window_number smallint NOT NULL,
    booking_id uuid NOT NULL,
    corrects_invoice_id uuid,
    reason text CHECK (length(reason) BETWEEN 1 AND 500),
    -- Local to the hotel.
    issue_date date NOT NULL,
    supply_date date NOT NULL,
    issued_at timestamptz NOT NULL,
    issued_by uuid,
    currency char(3) NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    gross_minor bigint NOT NULL CHECK (gross_minor = net_minor + tax_minor),
    -- As they were that day: {name, address, …}, {hotel, guest, rooms, bookingCode, arrival, departure}
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    stay jsonb NOT NULL,
    -- sha256, hex: of the content and of the hash before it in the series (64 zeros for the first).
    prev_hash text NOT NULL CHECK (prev_hash ~ '^[0-9a-f]{64}$'),
    hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    CHECK ((kind = 'credit_note') = (corrects_invoice_id IS NOT NULL)),
    CHECK ((kind = 'credit_note') = (reason IS NOT NULL)),
    CHECK (kind = 'invoice' OR gross_minor < 0),
    UNIQUE (tenant_id, id),
    CONSTRAINT invoice_number_key UNIQUE (tenant_id, series_id, number),
    CONSTRAINT invoice_text_number_key UNIQUE (tenant_id, legal_entity_id, text_number),
    FOREIGN KEY (tenant_id, legal_entity_id) REFERENCES legal_entity (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    FOREIGN KEY (tenant_id, series_id) REFERENCES invoice_series (tenant_id, id),
    FOREIGN KEY (tenant_id, folio_id, window_number) REFERENCES folio_window (tenant_id, folio_id, number),
    FOREIGN KEY (tenant_id, booking_id) REFERENCES booking (tenant_id, id),
    FOREIGN KEY (tenant_id, corrects_invoice_id) REFERENCES invoice (tenant_id, id)
  );
  CREATE INDEX invoice_series_idx ON invoice (series_id, number);
  CREATE UNIQUE INDEX invoice_window_key ON invoice (tenant_id, folio_id, window_number) WHERE kind = 'invoice';
  CREATE INDEX invoice_hotel_idx ON invoice (hotel_id, issue_date DESC, id);
  CREATE INDEX invoice_tenant_idx ON invoice (tenant_id, issue_date DESC, id);
  CREATE INDEX invoice_booking_idx ON invoice (booking_id);
  CREATE INDEX invoice_corrects_idx ON invoice (corrects_invoice_id) WHERE corrects_invoice_id IS NOT NULL;

  CREATE TABLE invoice_line (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    folio_line_id bigint,
    corrects_line_id bigint,
    service_date date NOT NULL,
    description text NOT NULL,
    quantity integer NOT NULL,
    amount_minor bigint NOT NULL,
    price_mode text NOT NULL CHECK (price_mode IN ('gross', 'net')),
    tax_code text NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    tax_treatment text NOT NULL CHECK (tax_treatment IN ('taxable', 'exempt', 'outside')),
    UNIQUE (tenant_id, id),
    UNIQUE (tenant_id, invoice_id, position),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    FOREIGN KEY (tenant_id, folio_line_id) REFERENCES folio_line (tenant_id, id),
    FOREIGN KEY (tenant_id, corrects_line_id) REFERENCES invoice_line (tenant_id, id)
  );

  CREATE TABLE invoice_tax (
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    position integer NOT NULL,
    tax_code text NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    tax_treatment text NOT NULL CHECK (tax_treatment IN ('taxable', 'exempt', 'outside')),
    base_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    PRIMARY KEY (invoice_id, position),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
  );

  -- What was paid on an invoice: before it, at issue, and later. Below zero: a refund.
  CREATE TABLE invoice_payment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    folio_payment_id bigint NOT NULL,
    -- Made before the invoice was issued, and so part of it.
    at_issue boolean NOT NULL,
    paid_on date NOT NULL,
    method text NOT NULL,
    amount_minor bigint NOT NULL,
    reference text,
    CONSTRAINT invoice_payment_key UNIQUE (tenant_id, folio_payment_id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    FOREIGN KEY (tenant_id, folio_payment_id) REFERENCES folio_payment (tenant_id, id)
  );
  CREATE INDEX invoice_line_invoice_idx ON invoice_line (invoice_id, position);
  CREATE INDEX invoice_line_corrects_idx ON invoice_line (corrects_line_id) WHERE corrects_line_id IS NOT NULL;
  CREATE INDEX invoice_payment_invoice_idx ON invoice_payment (invoice_id, id);

  -- What the nightly job looks through: windows without an invoice.
  CREATE INDEX folio_window_open_idx ON folio_window (folio_id) WHERE invoiced_at IS NULL;
  CREATE INDEX folio_hotel_idx ON folio (hotel_id);
`;

/** Whoever asks, the owner of the tables included. */
const IMMUTABLE = ['invoice', 'invoice_line', 'invoice_tax', 'invoice_payment'];

const REFUSAL = `
  CREATE FUNCTION refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% of % refused: an issued invoice is not changed, it is corrected by a credit note', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END $$;
`;

const refuseChanges = (table: string) => `
  CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION refuse_invoice_change();
  CREATE TRIGGER ${table}_not_truncated BEFORE TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_invoice_change();
  REVOKE UPDATE, DELETE ON ${table} FROM nightshift_app, nightshift_system;
`;

const TABLES = ['legal_entity', 'hotel_invoicing', 'invoice_series', ...IMMUTABLE];

/** Legal entities, their series, and what was issued in them. */
export class CreateInvoices1764200003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SET_UP, INVOICES, REFUSAL]) await runner.query(part);
    for (const table of TABLES) await protectTenantTable(runner, table);
    for (const table of IMMUTABLE) await runner.query(refuseChanges(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${TABLES.toReversed().join(', ')}; DROP FUNCTION refuse_invoice_change();
      DROP INDEX folio_window_open_idx; DROP INDEX folio_hotel_idx`);
  }
}
