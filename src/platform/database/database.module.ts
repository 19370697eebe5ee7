import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '../config/config.js';
import { APP_ROLE, poolOptions, SYSTEM_ROLE } from './data-source.js';
import { AllTenants } from './all-tenants.js';
import { SYSTEM, SystemDatabase } from './system-database.js';
import { PersonalDatabase } from './personal-database.js';
import { RoleCheck } from './role-check.js';
import { TenantDatabase } from './tenant-database.js';
import { TenantProofs } from './tenant-proofs.js';

/** A refused log-in is not retried: it needs a migrate or the right password, not another try. */
function toRetry(error: Error & { code?: string }): boolean {
  if (!error.code?.startsWith('28')) return true;
  error.message += '. npm run migrate makes the role and sets the password that this environment gives';
  return false;
}

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...poolOptions({ url: config.appDatabaseUrl, poolSize: config.DATABASE_POOL_SIZE, role: APP_ROLE }),
        toRetry,
      }),
    }),
    TypeOrmModule.forRootAsync({
      name: SYSTEM,
      inject: [Config],
      useFactory: (config: Config) => ({
        ...poolOptions({ url: config.systemDatabaseUrl, poolSize: config.DATABASE_POOL_SIZE, role: SYSTEM_ROLE }),
        toRetry,
      }),
    }),
  ],
  providers: [TenantDatabase, PersonalDatabase, TenantProofs, SystemDatabase, AllTenants, RoleCheck],
  exports: [TenantDatabase, PersonalDatabase, SystemDatabase, AllTenants],
})
export class DatabaseModule {}
