import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protectTenantTable } from './support/protect-tenant-table.js';

const TABLE = `
  -- What a town takes of each guest for each night.
  CREATE TABLE city_tax (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL DEFAULT NULLIF(current_setting('app.tenant_id', true), '')::uuid,
    hotel_id integer NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    -- Of one person and night, minor units of the hotel's currency.
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    -- Of a stay, from its first night on; null: of all.
    max_nights smallint CHECK (max_nights >= 1),
    -- Children below this age are free; 0: nobody is.
    exempt_under_age smallint NOT NULL DEFAULT 18 CHECK (exempt_under_age BETWEEN 0 AND 120),
    -- Code of the hotel's tax it is subject to; null: outside the scope of VAT.
    tax_code text,
    -- First and last night it is taken for; null: no last one.
    valid_from date NOT NULL,
    valid_to date,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (valid_to >= valid_from),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, hotel_id) REFERENCES hotel (tenant_id, id),
    CONSTRAINT city_tax_overlap EXCLUDE USING gist
      (tenant_id WITH =, hotel_id WITH =, name WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
  );
  CREATE INDEX city_tax_hotel_idx ON city_tax (hotel_id)`;

const BOOKINGS = `
  ALTER TABLE booking
    -- Of the children whose age is known; the others are young.
    ADD COLUMN child_ages smallint[] NOT NULL DEFAULT '{}' CHECK (0 <= ALL (child_ages) AND 120 >= ALL (child_ages)),
    -- Why the guests pay no city tax: a business trip, a card of the spa.
    ADD COLUMN city_tax_exempt text CHECK (length(city_tax_exempt) BETWEEN 1 AND 200)`;

export class CityTaxes1764810012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await protectTenantTable(runner, 'city_tax');
    await runner.query(BOOKINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE booking DROP COLUMN city_tax_exempt, DROP COLUMN child_ages');
    await runner.query('DROP TABLE city_tax');
  }
}
