import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What proves who somebody is, is read by the system alone: a tenant's statement that is not what was meant finds neither
 * password hashes nor hashes of keys. Who logs in as which role is prepared by every migrate, because passwords come from
 * the environment and databases are restored on other servers.
 */
export class GuardLogIns1764400500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE ALL ON app_user, api_key FROM nightshift_app;
      GRANT SELECT (id, tenant_id, email, role, disabled_at, created_at) ON app_user TO nightshift_app;
      GRANT SELECT (id, tenant_id, user_id, name, prefix, role, created_at, expires_at, last_used_at, revoked_at),
            UPDATE (revoked_at), INSERT ON api_key TO nightshift_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT SELECT, INSERT, UPDATE, DELETE ON app_user, api_key TO nightshift_app');
  }
}
