import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A session says whose rows it wants (app.tenant_id) and proves that the server said so (app.tenant_proof): otherwise a
 * statement that is not what was meant could name another tenant. The proof is a hash of tenant and key; the key is read by
 * the system role alone. Policies come to ask current_tenant() at the end of every migrate (tenant-policies.ts).
 */
export class ProveTenant1764400501000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenant_proof_key (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        key bytea NOT NULL
      );
      -- 366 random bits, by the server's strong generator.
      INSERT INTO tenant_proof_key (key)
      SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      GRANT SELECT ON tenant_proof_key TO nightshift_system;

      -- The tenant of this transaction, or null for none. The hash is of a text of fixed length after a secret one, which
      -- nobody can lengthen to another tenant's.
      CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
      SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        tenant uuid := NULLIF(current_setting('app.tenant_id', true), '')::uuid;
      BEGIN
        IF tenant IS NULL THEN RETURN NULL; END IF;
        IF encode(sha256((SELECT key FROM public.tenant_proof_key) || convert_to(tenant::text, 'UTF8')), 'hex')
             IS DISTINCT FROM current_setting('app.tenant_proof', true) THEN
          RAISE EXCEPTION 'app.tenant_id was not set by the server' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN tenant;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ DECLARE
        own text := $p$tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::uuid)$p$;
        t regclass;
      BEGIN
        FOR t IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenant_rows' LOOP
          EXECUTE format('ALTER POLICY tenant_rows ON %s USING (%s) WITH CHECK (%s)', t, own, own);
        END LOOP;
      END $$;
      DROP FUNCTION current_tenant();
      DROP TABLE tenant_proof_key;
    `);
  }
}
