import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of recurring expenses so far it is not known when they were stopped: of the time that was stated for good, or until the last that
 * was made, nothing is made up for. What is entered from now on is.
 */
export class RecurringNotMadeUp1764826086000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The owner may be no superuser, and then sees no tenant's rows while this is forced.
      ALTER TABLE recurring_expense NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE owner_expense NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE statement NO FORCE ROW LEVEL SECURITY;
      UPDATE recurring_expense r SET active_since = greatest(
        (SELECT max(e.recurring_slot) FROM owner_expense e WHERE e.tenant_id = r.tenant_id AND e.recurring_id = r.id),
        (SELECT max(s.period_to) + 1 FROM statement s WHERE s.tenant_id = r.tenant_id AND s.state IN ('final', 'sent', 'paid')
           AND (s.listing_id = r.listing_id OR (s.listing_id IS NULL
             AND s.parties -> 'listings' @> jsonb_build_array(jsonb_build_object('id', r.listing_id))))))
      WHERE active_since IS NULL;
      ALTER TABLE statement FORCE ROW LEVEL SECURITY;
      ALTER TABLE owner_expense FORCE ROW LEVEL SECURITY;
      ALTER TABLE recurring_expense FORCE ROW LEVEL SECURITY;
    `);
  }

  /** When an expense was stopped is not known again. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
