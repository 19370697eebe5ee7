// Makes tenants and their users, each with an account, people to meet, a number and preferences, through the product's own services,
// in a process that has the week's clock. Prints how many it made.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  AppModule,
  CalendarAccounts,
  CatchupPreferences,
  ContactsService,
  defaultPreferences,
  loadConfig,
  NestFactory,
  NumberHash,
  RequestContext,
  SecretBox,
} from '../../../dist/bundle/product.js';
import { consent } from '../../../stand-ins/google/consent.mjs';

const { databaseUrl, env, application, tenants, users, zones, mark } = JSON.parse(process.argv[2]);
const AT_ONCE = 8;
const CONTACTS = 3;
/** SMS alone, e-mail alone, both. */
const CHANNELS = [['sms'], ['email'], ['sms', 'email']];

const db = new pg.Pool({ connectionString: databaseUrl, max: 2 });
const app = await NestFactory.createApplicationContext(AppModule.forRoot(loadConfig({ ...env, ROLES: 'api' })), {
  logger: false,
});
const get = (type) => app.get(type, { strict: false });

async function connected(email) {
  const { access_token, refresh_token, expires_in, scope } = await consent(application, email);
  return get(CalendarAccounts).connect({
    ...{ source: 'google', name: email, scopes: scope.split(' '), secrets: { access_token, refresh_token } },
    accessTokenExpiresAt: new Date(Date.now() + expires_in * 1_000),
  });
}

async function made(tenantId, n) {
  const [userId, phoneId] = [randomUUID(), randomUUID()];
  const email = `u${n}.${mark}@week.test`;
  await db.query(
    `INSERT INTO app_user (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, 'none', 'STAFF')`,
    [userId, tenantId, email],
  );
  const number = `+1555${1_000_000 + n}`;
  await db.query(
    `INSERT INTO catchup_phone (tenant_id, user_id, id, number_sealed, number_hash, verified_at, verified_route)
     VALUES ($1, $2, $3, $4, $5, now(), 'provider')`,
    [
      ...[tenantId, userId, phoneId],
      get(SecretBox).seal(number, { purpose: 'catchup-phone', tenantId, userId, id: phoneId }),
      get(NumberHash).of(number),
    ],
  );
  await get(RequestContext).asPerson(tenantId, userId, async () => {
    const channels = CHANNELS[n % CHANNELS.length];
    await get(CatchupPreferences).put({ ...defaultPreferences(zones[n % zones.length]), channels });
    await connected(email);
    const contacts = Array.from({ length: CONTACTS }, (_, c) => ({
      name: `Friend ${c} of ${n} ${mark}`,
      emails: [`friend${c}.${n}@${mark}.test`],
      ...{ phone: null, frequency: 'weekly', importance: 'normal', medium: 'call', minutes: 60, windows: null },
      ...{ birthday: null, note: null, groups: [] },
      lastContact: { at: new Date(Date.now() - (9 + c) * 86_400_000), source: 'hand' },
    }));
    await get(ContactsService).add(contacts);
  });
}

const left = Array.from({ length: users }, (_, n) => users - 1 - n);
const ids = Array.from({ length: tenants }, () => randomUUID());
for (const [n, id] of ids.entries())
  await db.query('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, `week-${n}`]);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let n = left.pop(); n !== undefined; n = left.pop()) await made(ids[n % tenants], n);
  }),
);
await db.query('ANALYZE');
await db.end();
await app.close();
console.log(JSON.stringify({ users, tenants }));
process.exit(0);
