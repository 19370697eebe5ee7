import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ApiKeysService, UsersService } from '../platform/auth/index.js';
import { Config, loadConfig } from '../platform/config/config.js';
import { SystemDatabase } from '../platform/database/system-database.js';
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
const TENANT_ROLES: Role[] = ['ADMIN', 'MANAGER', 'STAFF'];

/** Creates the demo, unless the database has tenants already, and writes who may log in. */
async function seed(app: INestApplicationContext): Promise<string> {
  const [{ tenants } = { tenants: 0 }] = await app
    .get(SystemDatabase)
    .rows<{ tenants: number }>('SELECT count(*) AS tenants FROM tenant');
  if (tenants > 0) {
    refreshAddress(app.get(Config));
    return 'kept as it is';
  }
  const users: Credential[] = [await account(app, null, 'OPERATOR', 'operator@nightshift.test')];
  for (const tenant of DEMO_TENANTS) {
    const { id } = await app.get(UsersService).createTenant({ slug: tenant.slug, name: tenant.name });
    for (const role of TENANT_ROLES)
      users.push(await account(app, { id, slug: tenant.slug }, role, `${role.toLowerCase()}@${tenant.slug}.test`));
    await app.get(RequestContext).asTenant(id, () => seedRooms(app, tenant));
  }
  const config = app.get(Config);
  save({ baseUrl: config.publicUrl, cronSecret: config.CRON_SECRET, users });
  return `tenants ${DEMO_TENANTS.map((tenant) => tenant.slug).join(', ')}; ${users.length} users`;
}

async function account(
  app: INestApplicationContext,
  tenant: { id: string; slug: string } | null,
  role: Role,
  email: string,
): Promise<Credential> {
  const password = randomBytes(15).toString('base64url');
  const tenantId = tenant?.id ?? null;
  const { id } = await app.get(UsersService).create({ tenantId, email, password, role });
  const { key } = await app.get(ApiKeysService).create({ tenantId, userId: id, role, name: 'demo' });
  return { email, password, role, tenant: tenant?.slug ?? null, apiKey: key };
}

/** The server may have moved to another port since the file was written. */
function refreshAddress(config: Config): void {
  try {
    const kept = JSON.parse(readFileSync(FILE, 'utf8')) as object;
    save({ ...kept, baseUrl: config.publicUrl, cronSecret: config.CRON_SECRET });
  } catch {
    // A database that was not seeded from here has no credentials file, and needs none.
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
