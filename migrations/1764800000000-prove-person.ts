import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A session that works with what belongs to one user says whose it is (app.person_id) and proves that the server said so
 * (app.person_proof), as it does for the tenant (1764400501000-prove-tenant.ts).
 */
export class ProvePerson1764800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The person of this transaction, or null for none. Tenant and person have texts of fixed length.
      CREATE FUNCTION current_person() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        tenant uuid := NULLIF(current_setting('app.tenant_id', true), '')::uuid;
        person uuid := NULLIF(current_setting('app.person_id', true), '')::uuid;
      BEGIN
        IF tenant IS NULL OR person IS NULL THEN RETURN NULL; END IF;
        IF encode(sha256((SELECT key FROM public.tenant_proof_key)
             || convert_to(tenant::text || person::text, 'UTF8')), 'hex')
             IS DISTINCT FROM current_setting('app.person_proof', true) THEN
          RAISE EXCEPTION 'app.person_id was not set by the server' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN person;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION current_person()');
  }
}
