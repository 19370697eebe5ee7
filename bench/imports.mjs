/**
 * One import of a bookings file with as many rows as the public data set (119,390), through the whole server: streamed in
 * over a socket, kept, read by a worker in the same process, checkpoint by checkpoint. How many rows a second, and how much
 * memory it takes: the heap after a collection, twice a second, above what it was before. For comparison, the bulk statement
 * that writes the same bookings, without file, job and checkpoints. And how long it takes to remove the import.
 */
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  createApp,
  HotelsService,
  JobsLifecycle,
  RequestContext,
  RoomCategoriesService,
  TokensService,
  UsersService,
} from '../dist/bundle/product.js';
import { bookingFile } from './support/booking-rows.mjs';
import { pause, ROUNDS, seconds, spread } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { size as sizeOf } from './support/size.mjs';
import { exactly, exitCode } from './support/verdict.mjs';

const ROWS = sizeOf(119_390, 2_000, 'BENCH_IMPORT_ROWS');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const MB = 1024 * 1024;

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

const newHotel = (name) =>
  app.get(RequestContext).asTenant(tenantId, async () => {
    const hotel = await app
      .get(HotelsService, { strict: false })
      .create({ name, timeZone: 'Europe/Lisbon', currency: 'EUR' });
    const category = { hotelId: hotel.id, code: 'STD', name: 'Standard', basePrice: '100.00' };
    await app.get(RoomCategoriesService, { strict: false }).create(category);
    return hotel.id;
  });

function call(method, path, body) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'text/csv' }) };
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

async function finished(id) {
  for (;;) {
    // A busy server may have no free connection for a while and then answers 503.
    const one = await call('GET', `/booking-imports/${id}`).catch((error) => {
      if (!error.message.startsWith('503')) throw error;
      return { status: 'unknown' };
    });
    if (one.status === 'completed') return one;
    if (one.status === 'failed') throw new Error(JSON.stringify(one.error));
    await pause(20);
  }
}

/** Most memory above the start, MB: live heap, and with buffers outside of it. */
async function watched(work) {
  const now = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return { heap: heapUsed / MB, all: (heapUsed + external) / MB };
  };
  const before = now();
  let [heap, all] = [0, 0];
  const look = setInterval(() => {
    const at = now();
    heap = Math.max(heap, at.heap - before.heap);
    all = Math.max(all, at.all - before.all);
  }, 500);
  await work();
  clearInterval(look);
  return { heap, all };
}

/** The same bookings by the same columns, in one statement from a table that has them already. */
async function bare(hotelId, importId) {
  await db.query('CREATE TEMP TABLE given AS SELECT * FROM booking WHERE import_id = $1', [importId]);
  await db.query('UPDATE given SET id = gen_random_uuid(), import_id = gen_random_uuid(), code = code || $1', ['-B']);
  await db.query('CHECKPOINT');
  const time = await seconds(() =>
    db.query(
      `WITH w AS (INSERT INTO booking SELECT * FROM given RETURNING *)
       INSERT INTO reservation_night (tenant_id, reservation_id, stay_date, category_id, sold_category_id, price_minor)
       SELECT w.tenant_id, w.id, w.arrival + (n.ord - 1)::int, w.category_id, w.category_id, n.price
       FROM w CROSS JOIN LATERAL unnest(w.night_prices_minor) WITH ORDINALITY AS n(price, ord) WHERE status = 'checked_out'`,
    ),
  );
  await db.query('DROP TABLE given');
  return time;
}

const [upload, read, back, toBare, heap, all] = [[], [], [], [], [], []];
let size = 0;
let imported = 0;
for (let round = 0; round <= ROUNDS; round++) {
  const hotelId = await newHotel(`Bench ${round}`);
  const path = `/booking-imports?hotelId=${hotelId}&sourceHotel=Resort%20Hotel&defaultRoomType=STD`;
  let accepted;
  let sent = 0;
  let done = 0;
  const work = async () => {
    sent = await seconds(async () => (accepted = await call('POST', path, bookingFile(ROWS))));
    done = await seconds(() => finished(accepted.id));
  };
  // The last round is watched and not timed: collections take their time.
  if (round === ROUNDS) {
    const most = await watched(work);
    heap.push(most.heap);
    all.push(most.all);
    break;
  }
  await work();
  const one = await finished(accepted.id);
  exactly('rows read', one.counts.read, ROWS);
  const { rows: kept } = await db.query('SELECT count(*)::int AS n FROM booking WHERE import_id = $1', [accepted.id]);
  exactly('bookings kept', kept[0].n, one.counts.imported);
  [size, imported] = [one.bytes, one.counts.imported];
  upload.push(size / MB / sent);
  read.push(ROWS / done);
  const least = await bare(hotelId, accepted.id);
  toBare.push(done / least);
  await db.query(`DELETE FROM reservation_night n USING booking b WHERE b.id = n.reservation_id AND b.code LIKE '%-B'`);
  await db.query(`DELETE FROM booking WHERE code LIKE '%-B'`);
  back.push(await seconds(() => call('DELETE', `/booking-imports/${accepted.id}`)));
}

console.log(
  `import of ${ROWS.toLocaleString('en')} rows, ${(size / MB).toFixed(1)} MB, ${imported.toLocaleString('en')} bookings (${ROUNDS} rounds, median [min..max])`,
);
console.log(`  upload, kept as it comes                       ${spread(upload, 1)} MB/s`);
console.log(`  rows a second, from acceptance to completion   ${spread(read, 0)}`);
console.log(`  time of the job / bare INSERT … SELECT         × ${spread(toBare)}`);
console.log(`  taking it back                                 ${spread(back)} s`);
console.log(
  `  most live heap above the start                 ${spread(heap, 1)} MB   (file ${(size / MB).toFixed(1)} MB)`,
);
console.log(`  with buffers outside the heap                  ${spread(all, 1)} MB`);

await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());
