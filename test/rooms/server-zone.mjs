// Runs generations in a process whose own zone is TZ: `node server-zone.mjs <database url> <tenant> <jobs as JSON>`.
// Answers per job the result and the dates written. Works on the build, like the product does.
import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import {
  ConfigModule,
  DatabaseModule,
  GenerationClock,
  Global,
  JobsService,
  loadConfig,
  Module,
  NamedHotels,
  NestFactory,
  RequestContext,
  RoomGenerationWork,
  RoomsModule,
  SchedulesService,
  TenancyModule,
  TenantDatabase,
} from '../../dist/bundle/product.js';

const [url, tenantId, jobs] = process.argv.slice(2);
const secret = 'x'.repeat(32);
const config = loadConfig({
  DATABASE_URL: url,
  CRON_SECRET: secret,
  JWT_SECRET: secret,
  SECRET_KEYS: `k1:${'k'.repeat(43)}`,
});

class Jobs {}
Global()(Jobs);
Module({
  providers: [NamedHotels, SchedulesService, { provide: JobsService, useValue: {} }],
  exports: [SchedulesService, JobsService],
})(Jobs);
class Root {}
Module({
  imports: [ConfigModule.forRoot(config), TenancyModule, DatabaseModule, Jobs],
  // Providers of all areas, but for those that need a queue, or the retention of old rows.
  providers: Reflect.getMetadata('imports', RoomsModule)
    .flatMap((area) => Reflect.getMetadata('providers', area) ?? [])
    .filter(({ name }) => !/(Processor|Retention)$/.test(name)),
})(Root);

const app = await NestFactory.createApplicationContext(Root, { logger: false });
const db = app.get(TenantDatabase);
const scheduledFor = new Date('2023-06-01T00:00:00Z');
app.get(GenerationClock).now = () => scheduledFor;
const answers = await app.get(RequestContext).asTenant(tenantId, async () => {
  const all = [];
  for (const payload of JSON.parse(jobs)) {
    const result = await app.get(RoomGenerationWork).run(payload, {
      jobId: randomUUID(),
      tenantId,
      attempt: 1,
      scheduledFor,
      signal: new AbortController().signal,
      progress() {},
      transaction: (fn) => db.transaction(fn),
    });
    const rows = await db.rows(
      `SELECT n.stay_date AS date FROM room_night n JOIN room r ON r.id = n.room_id
       WHERE r.category_id = $1 AND n.stay_date BETWEEN $2 AND $3 ORDER BY 1`,
      [payload.roomCategoryId, payload.startDate, payload.endDate],
    );
    all.push({ ...result, dates: rows.map((row) => row.date) });
  }
  return all;
});
await app.close();
console.log(JSON.stringify({ offsets: [0, 6].map((month) => new Date(2026, month, 1).getTimezoneOffset()), answers }));
