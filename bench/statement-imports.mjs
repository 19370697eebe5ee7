/**
 * One file of Airbnb's transactions with 100,000 rows through the whole server: sent over a socket, previewed (read twice, every row
 * kept and judged), confirmed, kept by a worker in the same process. Rows a second of each, beside one INSERT … SELECT of the same
 * stays and versions; and how far the live heap rises meanwhile, in a round of its own. The same file again must add nothing.
 */
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApp, JobsLifecycle, TokensService, UsersService } from '../dist/bundle/product.js';
import { pause, ROUNDS, seconds, spread } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { size as sizeOf } from './support/size.mjs';
import { exactly, exitCode } from './support/verdict.mjs';

const ROWS = sizeOf(100_000, 1_500, 'BENCH_STATEMENT_IMPORT_ROWS');
const MB = 1024 * 1024;
const HEADER =
  'Date,Arriving by date,Type,Confirmation code,Booking date,Start date,End date,Nights,Guest,Listing,Details,Reference code,' +
  'Currency,Amount,Paid out,Service fee,Fast pay fee,Cleaning fee,Gross earnings,Occupancy taxes,Earnings year\n';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

function* file(round) {
  yield HEADER;
  for (let n = 0; n < ROWS; n++)
    yield `09/13/2026,,Reservation,HM${round}X${n},08/01/2026,09/11/2026,09/15/2026,4,Guest ${n},Loft,"Details, of ${n}",,EUR,"1,164.00",,36.00,,80.00,"1,200.00",48.00,2026\n`;
}

const db = owner();
const app = await createApp(settings({ ROLES: 'api,worker', THROTTLE_PER_MINUTE: '1000000' }));
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address();
const tenantId = await addTenant(db);
const { rows } = await db.query('SELECT slug FROM tenant WHERE id = $1', [tenantId]);
const email = 'bench@example.test';
const user = { tenantId, email, password: 'correct horse battery staple', role: 'ADMIN' };
const { id: userId } = await app.get(UsersService, { strict: false }).create(user);
const token = await app
  .get(TokensService, { strict: false })
  .sign({ id: userId, email, role: 'ADMIN', tenantId, tenant: rows[0].slug });

function call(method, path, { body, type = 'application/json' } = {}) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': type }) };
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path: `/api/v1${path}`, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => {
        if (answer.statusCode >= 300) reject(new Error(`${answer.statusCode} ${text}`));
        else resolve(text ? JSON.parse(text) : undefined);
      });
    });
    sent.on('error', reject);
    if (body) pipeline(Readable.from(body), sent).catch(reject);
    else sent.end();
  });
}

const json = (value) => ({ body: [JSON.stringify(value)] });
await call('POST', '/listings', json({ name: 'Loft', code: 'L1', currency: 'EUR', timezone: 'Europe/Madrid' }));

async function kept(id) {
  for (;;) {
    // A busy server may have no free connection for a while and then answers 503.
    const one = await call('GET', `/statement-imports/${id}`).catch((error) => {
      if (!error.message.startsWith('503')) throw error;
      return { status: 'unknown' };
    });
    if (one.status === 'kept') return one;
    if (one.status === 'failed') throw new Error(JSON.stringify(one.error));
    await pause(50);
  }
}

/** Most live heap above the start, MB. */
async function watched(work) {
  const now = () => {
    collect();
    return process.memoryUsage().heapUsed / MB;
  };
  const before = now();
  let most = 0;
  let over = false;
  // The next look waits longer than a collection takes: otherwise a busy machine does nothing but collect, and connections time out.
  const look = () => {
    const start = performance.now();
    most = Math.max(most, now() - before);
    if (!over) setTimeout(look, Math.max(200, 4 * (performance.now() - start)));
  };
  setTimeout(look, 200);
  await work();
  over = true;
  return most;
}

/** The same stays and versions, in one statement from a table that has them already. */
async function bare(round) {
  await db.query(
    `CREATE TEMP TABLE given AS SELECT r.*, v.facts, v.raw FROM rental_reservation r
     JOIN reservation_version v ON v.reservation_id = r.id WHERE r.code LIKE $1`,
    [`HM${round}X%`],
  );
  await db.query(`UPDATE given SET id = gen_random_uuid(), code = 'B' || code`);
  await db.query('CHECKPOINT');
  const { rows: columns } = await db.query(
    `SELECT string_agg(quote_ident(column_name), ', ') AS names FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = 'rental_reservation'`,
  );
  const { names } = columns[0];
  const time = await seconds(() =>
    db.query(
      `WITH w AS (INSERT INTO rental_reservation (${names}) SELECT ${names} FROM given RETURNING id)
       INSERT INTO reservation_version (tenant_id, reservation_id, version, content_hash, facts, raw, source)
       SELECT g.tenant_id, g.id, 1, g.content_hash, g.facts, g.raw, g.source FROM w JOIN given g USING (id)`,
    ),
  );
  await db.query('DROP TABLE given');
  await db.query(
    `DELETE FROM reservation_version v USING rental_reservation r WHERE r.id = v.reservation_id AND r.code LIKE 'BHM%'`,
  );
  await db.query(`DELETE FROM rental_reservation WHERE code LIKE 'BHM%'`);
  return time;
}

const [previewed, keeping, toBare, heap] = [[], [], [], []];
for (let round = 0; round <= ROUNDS; round++) {
  let id;
  let [sent, done] = [0, 0];
  const work = async () => {
    sent = await seconds(
      async () => ({ id } = await call('POST', '/statement-imports', { body: file(round), type: 'text/csv' })),
    );
    done = await seconds(async () => {
      await call('POST', `/statement-imports/${id}/confirm`, json({}));
      await kept(id);
    });
  };
  // The last round is watched and not timed: collections take their time.
  if (round === ROUNDS) {
    heap.push(await watched(work));
    break;
  }
  await work();
  exactly('new stays', (await kept(id)).counts.stays.new, ROWS);
  previewed.push(ROWS / sent);
  keeping.push(ROWS / done);
  toBare.push(done / (await bare(round)));
  if (round > 0) continue;
  const { id: again, counts } = await call('POST', '/statement-imports', { body: file(round), type: 'text/csv' });
  exactly('rows that the same file would add', ROWS - counts.outcomes.duplicate, 0);
  await call('DELETE', `/statement-imports/${again}`);
}

console.log(`file of ${ROWS.toLocaleString('en')} stays (${ROUNDS} rounds, median [min..max])`);
console.log(`  rows a second, sent and previewed              ${spread(previewed, 0)}`);
console.log(`  rows a second, kept by the job                 ${spread(keeping, 0)}`);
console.log(`  time of the job / bare INSERT … SELECT         × ${spread(toBare)}`);
console.log(`  most live heap above the start                 ${spread(heap, 1)} MB`);

await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());
