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
import { HotelsService } from '../rooms/index.js';
import { seedBookings } from './demo/bookings-demo.js';
import { owedSteps } from './demo/demo-steps.js';
import { oweLastNight } from './demo/night-demo.js';
import { DEMO_TENANTS, type DemoTenant, seedRooms } from './demo/rooms-demo.js';

interface Credential {
  email: string;
  password: string;
  role: Role;
  tenant: string | null;
  apiKey: string;
}

const HOME = resolve(process.env['NIGHTSHIFT_HOME'] ?? '.nightshift');
const FILE = join(HOME, 'credentials.json');
/** Where npm start finds what it still has to do at the demo's hotels once the server is up. */
const STEPS_FILE = join(HOME, 'demo-steps.json');
const OPERATOR = 'operator@nightshift.test';
const TENANT_ROLES: Role[] = ['ADMIN', 'MANAGER', 'STAFF'];

/**
 * Creates the demo in an empty database and writes a file with its credentials. A seed that was interrupted is completed. If
 * the file is missing or belongs to another database, new credentials are issued. A database with tenants, but without the
 * demo's operator, is not changed.
 */
async function seed(app: INestApplicationContext): Promise<string> {
  const db = app.get(SystemDatabase);
  const ours = (await db.first('SELECT 1 FROM app_user WHERE email = $1', [OPERATOR])) !== undefined;
  const empty = (await db.first('SELECT 1 FROM tenant')) === undefined;
  if (!ours && !empty) return 'kept as it is';
  const { publicUrl: baseUrl, CRON_SECRET: cronSecret } = app.get(Config);
  const kept = readCredentials();
  if (ours && kept && (await fit(app, kept))) {
    save(FILE, { baseUrl, cronSecret, users: kept });
    return 'kept as it is';
  }
  const users: Credential[] = [await account(app, null, 'OPERATOR', OPERATOR)];
  let bookings = 0;
  for (const tenant of DEMO_TENANTS) {
    const { id } =
      (await app.get(UsersService).findTenant(tenant.slug)) ??
      (await app.get(UsersService).createTenant({ ...tenant, demo: true }));
    for (const role of TENANT_ROLES)
      users.push(await account(app, { id, slug: tenant.slug }, role, `${role.toLowerCase()}@${tenant.slug}.test`));
    bookings += await app.get(RequestContext).asTenant(id, () => makeHotels(app, tenant));
  }
  save(FILE, { baseUrl, cronSecret, users });
  const made = bookings > 0 ? `; ${bookings.toLocaleString('en')} bookings` : '';
  return `tenants ${DEMO_TENANTS.map((tenant) => tenant.slug).join(', ')}; ${users.length} users${made}`;
}

/**
 * Makes a tenant's hotels with their rooms and guests in one transaction, so that jobs which run during the seed never see
 * half a hotel. A tenant that has hotels already is not changed.
 * @returns bookings made
 */
function makeHotels(app: INestApplicationContext, tenant: DemoTenant): Promise<number> {
  return app.get(TenantDatabase).transaction(async () => {
    if ((await app.get(HotelsService, { strict: false }).all()).length > 0) return 0;
    await seedRooms(app, tenant);
    const bookings = await seedBookings(app);
    // Where guests are, the first start opens the nights.
    await oweLastNight(app, { sweeps: bookings === 0 });
    return bookings;
  });
}

/**
 * True when one of the file's keys works in this database. One is enough: if somebody has revoked the others since, a start
 * must not issue them again.
 */
async function fit(app: INestApplicationContext, users: Credential[]): Promise<boolean> {
  const known = await Promise.all(users.map(({ apiKey }) => app.get(ApiKeysService).verify(apiKey)));
  return known.some((principal) => principal !== undefined);
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

function save(file: string, content: object): void {
  mkdirSync(HOME, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

try {
  // The role api alone, so that this process runs no jobs during the seed.
  const config = loadConfig({ ...process.env, ROLES: 'api' });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), { logger: ['error', 'fatal'] });
  const note = await seed(app);
  save(STEPS_FILE, { steps: await owedSteps(app.get(SystemDatabase)) });
  console.log(note);
  await app.close();
  process.exit(0);
} catch (error) {
  console.error(`The demo could not be created: ${(error as Error).message}`);
  process.exit(1);
}
