import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ApiKeysService, UsersService } from '../platform/auth/index.js';
import { Config, loadConfig } from '../platform/config/config.js';
import { SystemDatabase } from '../platform/database/system-database.js';
import { TenantDatabase } from '../platform/database/tenant-database.js';
import { type Role, RequestContext } from '../platform/tenancy/context.js';
import { DEMO_TENANTS, seedRooms } from './demo/rooms-demo.js';

interface Credential {
  email: string;
  password: string;
  role: Role;
  tenant: string | null;
  apiKey: string;
}

const FILE = join(resolve(process.env['NIGHTSHIFT_HOME'] ?? '.nightshift'), 'credentials.json');
const OPERATOR = 'operator@nightshift.test';
const TENANT_ROLES: Role[] = ['ADMIN', 'MANAGER', 'STAFF'];

/**
 * Creates the demo in an empty database and writes who may log in. A seed that was interrupted is completed, and
 * credentials that do not fit this database (lost, or another one's) are issued anew; a database that was not seeded
 * from here is left alone.
 */
async function seed(app: INestApplicationContext): Promise<string> {
  const db = app.get(SystemDatabase);
  const ours = (await db.first('SELECT 1 FROM app_user WHERE email = $1', [OPERATOR])) !== undefined;
  const empty = (await db.first('SELECT 1 FROM tenant')) === undefined;
  if (!ours && !empty) return 'kept as it is';
  const config = app.get(Config);
  const kept = readCredentials();
  if (ours && kept && (await fit(app, kept))) {
    save({ baseUrl: config.publicUrl, cronSecret: config.CRON_SECRET, users: kept });
    return 'kept as it is';
  }
  const users: Credential[] = [await account(app, null, 'OPERATOR', OPERATOR)];
  for (const tenant of DEMO_TENANTS) {
    const { id } =
      (await app.get(UsersService).findTenant(tenant.slug)) ?? (await app.get(UsersService).createTenant(tenant));
    for (const role of TENANT_ROLES)
      users.push(await account(app, { id, slug: tenant.slug }, role, `${role.toLowerCase()}@${tenant.slug}.test`));
    // All of a tenant's hotels or none: an interrupted seed leaves no category without its rooms.
    await app.get(RequestContext).asTenant(id, () => app.get(TenantDatabase).transaction(() => seedRooms(app, tenant)));
  }
  save({ baseUrl: config.publicUrl, cronSecret: config.CRON_SECRET, users });
  return `tenants ${DEMO_TENANTS.map((tenant) => tenant.slug).join(', ')}; ${users.length} users`;
}

/** True when every key of the file opens this database, for all users of the demo. */
async function fit(app: INestApplicationContext, users: Credential[]): Promise<boolean> {
  const known = await Promise.all(users.map(({ apiKey }) => app.get(ApiKeysService).verify(apiKey)));
  return users.length === 1 + DEMO_TENANTS.length * TENANT_ROLES.length && known.every((principal) => principal);
}

async function account(
  app: INestApplicationContext,
  tenant: { id: string; slug: string } | null,
  role: Role,
  email: string,
): Promise<Credential> {
  const password = randomBytes(15).toString('base64url');
  const tenantId = tenant?.id ?? null;
  const { id } = await app.get(UsersService).put({ tenantId, email, password, role });
  const { key } = await app.get(ApiKeysService).create({ tenantId, userId: id, role, name: 'demo' });
  return { email, password, role, tenant: tenant?.slug ?? null, apiKey: key };
}

function readCredentials(): Credential[] | undefined {
  try {
    return (JSON.parse(readFileSync(FILE, 'utf8')) as { users: Credential[] }).users;
  } catch {
    return undefined;
  }
}

function save(content: object): void {
  mkdirSync(join(FILE, '..'), { recursive: true });
  writeFileSync(`${FILE}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${FILE}.new`, FILE);
}

try {
  // No role that would start working on jobs in the middle of the seed.
  const config = loadConfig({ ...process.env, ROLES: 'api' });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger: ['error', 'fatal'] });
  console.log(await seed(app));
  await app.close();
  process.exit(0);
} catch (error) {
  console.error(`The demo could not be created: ${(error as Error).message}`);
  process.exit(1);
}
