import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Steps of earlier releases that cost what a no-show does were written out. Those that still cost the same follow the rule from now on,
 * as new ones do; bookings keep their terms.
 */
export class StepsAsNoShow1764826084000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE penalty_rule NO FORCE ROW LEVEL SECURITY;
      UPDATE penalty_rule r SET cancellation = (
        SELECT jsonb_agg(CASE WHEN s.step ? 'noShow' OR (s.step ->> 'percent')::numeric <> r.percent
            OR (s.step ->> 'flatMinor')::bigint <> r.flat_minor OR (s.step ->> 'nights')::int IS DISTINCT FROM r.nights
          THEN s.step ELSE s.step || '{"noShow": {"nights": null}}' END ORDER BY s.ord)
        FROM jsonb_array_elements(r.cancellation) WITH ORDINALITY AS s(step, ord))
      WHERE jsonb_array_length(r.cancellation) > 0;
      ALTER TABLE penalty_rule FORCE ROW LEVEL SECURITY;
    `);
  }

  /** The release before reads such steps as well. */
  async down(): Promise<void> {}
}
