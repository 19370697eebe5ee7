import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two prices of one category may stand within the same dates where they hold on other weekdays: Friday and Saturday one, Sunday another. */
export class OverrideByWeekday1764826077000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION weekday_spans(weekdays smallint[]) RETURNS int4multirange LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT range_agg(int4range(d, d + 1)) FROM unnest(weekdays) AS d
      $$;
      ALTER TABLE price_override DROP CONSTRAINT price_override_overlap;
      ALTER TABLE price_override ADD CONSTRAINT price_override_overlap EXCLUDE USING gist
        (tenant_id WITH =, category_id WITH =, during WITH &&, weekday_spans(weekdays) WITH &&);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE price_override DROP CONSTRAINT price_override_overlap;
      ALTER TABLE price_override ADD CONSTRAINT price_override_overlap EXCLUDE USING gist
        (tenant_id WITH =, category_id WITH =, during WITH &&);
      DROP FUNCTION weekday_spans(smallint[]);
    `);
  }
}
