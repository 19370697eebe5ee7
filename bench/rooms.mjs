/**
 * One room-generation job over 1,000,000 room nights, through the whole platform (accept, doorbell, claim, batches with
 * checkpoints, inventory days, fenced completion), compared with a hand-written INSERT … SELECT generate_series into the same
 * table (once as the tenant and safe to repeat, once as the owner, bare), and with an ORM that saves row by row (fewer rows, compared by rows a second).
 */
import { DataSource, EntitySchema } from 'typeorm';
import {
  AppModule,
  HotelsService,
  JobsLifecycle,
  JobsService,
  loadConfig,
  NestFactory,
  RequestContext,
  RoomCategoriesService,
  RoomGeneration,
  RoomsService,
  TenantDatabase,
} from '../dist/bundle/product.js';
import { ROUNDS, seconds, spread } from './support/figures.mjs';
import { addTenant, owner, settings } from './support/platform.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode } from './support/verdict.mjs';

const ROOMS = size(1000, 10, 'BENCH_ROOMS');
const DAYS = size(1000, 50);
const SAVED = size(2000, 50);

const db = owner();
const app = await NestFactory.createApplicationContext(AppModule.forRoot(loadConfig(settings())), { logger: false });
const tenant = await addTenant(db);
const as = (work) => app.get(RequestContext).asTenant(tenant, work);
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const [startDate, endDate] = [day(1), day(DAYS)];

const category = await as(async () => {
  const hotel = await app.get(HotelsService).create({ name: 'Bench', timeZone: 'UTC', currency: 'EUR' });
  const created = await app
    .get(RoomCategoriesService)
    .create({ hotelId: hotel.id, code: 'DBL', name: 'Double', basePrice: '120.00' });
  await app.get(RoomsService).createMany({ roomCategoryId: created.id, firstNumber: 1, count: ROOMS });
  return created;
});

async function empty() {
  await db.query('TRUNCATE room_night, inventory_day');
  await db.query('CHECKPOINT');
}

async function ours() {
  const jobs = app.get(JobsService);
  const { id } = await as(() => jobs.enqueue(RoomGeneration, { roomCategoryId: category.id, startDate, endDate }));
  const done = await as(() => jobs.waitFor(id, 600_000));
  if (done?.result?.totalRoomsCreated !== ROOMS * DAYS) throw new Error(JSON.stringify(done));
}

function byHand() {
  return as(() =>
    app.get(TenantDatabase).transaction((tx) =>
      tx.run(
        `INSERT INTO room_night (tenant_id, room_id, stay_date, price_minor, price_source)
         SELECT r.tenant_id, r.id, d::date, 12000, 'base'
         FROM room r CROSS JOIN generate_series($2::date, $3::date, interval '1 day') d
         WHERE r.category_id = $1 ON CONFLICT DO NOTHING`,
        [category.id, startDate, endDate],
      ),
    ),
  );
}

/** The simplest statement that writes the rows: no tenant, no row-level security, not repeatable. */
const bare = () =>
  db.query(
    `INSERT INTO room_night (tenant_id, room_id, stay_date, price_minor, price_source)
     SELECT r.tenant_id, r.id, d::date, 12000, 'base'
     FROM room r CROSS JOIN generate_series($2::date, $3::date, interval '1 day') d WHERE r.category_id = $1`,
    [category.id, startDate, endDate],
  );

const Night = new EntitySchema({
  name: 'Night',
  tableName: 'room_night',
  columns: {
    tenant_id: { type: 'uuid' },
    room_id: { type: 'int', primary: true },
    stay_date: { type: 'date', primary: true },
    price_minor: { type: 'bigint' },
    price_source: { type: 'text' },
  },
});
const orm = await new DataSource({
  type: 'postgres',
  url: process.env.BENCH_DATABASE_URL,
  entities: [Night],
}).initialize();
const { rows: rooms } = await db.query('SELECT id FROM room WHERE category_id = $1 ORDER BY id', [category.id]);

async function rowByRow() {
  for (let i = 0; i < SAVED; i++)
    await orm.getRepository(Night).save({
      tenant_id: tenant,
      room_id: rooms[i % rooms.length].id,
      stay_date: day(1 + Math.floor(i / rooms.length)),
      price_minor: 12000,
      price_source: 'base',
    });
}

const [toHand, toBare, toOrm, oursSeconds, again] = [[], [], [], [], []];
for (let round = 0; round < ROUNDS; round++) {
  await empty();
  const hand = await seconds(byHand);
  await empty();
  const least = await seconds(bare);
  await empty();
  const platform = await seconds(ours);
  const { rows: nights } = await db.query('SELECT count(*)::int AS n FROM room_night');
  exactly('room nights', nights[0].n, ROOMS * DAYS);
  const repeated = await seconds(() => ours().catch(() => undefined));
  await empty();
  const saved = await seconds(rowByRow);
  oursSeconds.push(platform);
  toHand.push(platform / hand);
  toBare.push(platform / least);
  again.push(repeated / platform);
  toOrm.push(saved / SAVED / (platform / (ROOMS * DAYS)));
}

console.log(
  `room generation, ${(ROOMS * DAYS).toLocaleString('en')} room nights in one job (${ROUNDS} rounds, median [min..max])`,
);
console.log(`  time of the job / INSERT … SELECT … ON CONFLICT as tenant  × ${spread(toHand)}`);
console.log(`  time of the job / bare INSERT … SELECT as the owner        × ${spread(toBare)}   (goal ≤ 1.5)`);
console.log(`  second run over existing nights / first                    × ${spread(again)}   (goal ≤ 0.8)`);
console.log(`  rows a second, the job / ORM saves row by row              × ${spread(toOrm, 0)}`);
console.log(`  the job itself here                                          ${spread(oursSeconds)} s`);

await orm.destroy();
await app.get(JobsLifecycle).drain();
await app.close();
await db.end();
process.exit(exitCode());
