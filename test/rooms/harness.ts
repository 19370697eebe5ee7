import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Global, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { type JobContext, type JobContract, JobsService, SchedulesService } from '../../src/jobs/index.js';
import { NamedHotels } from '../../src/jobs/accept/named-hotels.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { type LocalDate, parseLocalDate, startOfDay } from '../../src/platform/dates/index.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { TenancyModule } from '../../src/platform/tenancy/tenancy.module.js';
import { GenerationClock } from '../../src/rooms/generation/generation-clock.js';
import { RoomGeneration, type RoomGenerationPayload } from '../../src/rooms/generation/room-generation.job.js';
import { type RoomGenerationSweepPayload } from '../../src/rooms/generation/room-generation-sweep.job.js';
import { HotelsService, RoomCategoriesService, RoomsModule, RoomsService } from '../../src/rooms/index.js';
import { RoomGenerationSweepWork } from '../../src/rooms/generation/room-generation-sweep.work.js';
import { RoomGenerationWork } from '../../src/rooms/generation/room-generation.work.js';
import { createTestDatabase } from '../support/databases.js';

export const d = parseLocalDate;

export interface ContextOptions {
  jobId?: string;
  attempt?: number;
  /** Instant the job was meant for. */
  at?: Date;
  /** Instant at which it runs; default: that one. */
  now?: Date;
  signal?: AbortSignal;
  /** Called at the end of each transaction, inside it: throw to make its commit fail. */
  beforeCommit?: () => void;
}

/** A tenant of its own in a database of its own, and the rooms feature without Redis: jobs run where they are asked for. */
export class RoomsHarness {
  readonly tenantId = randomUUID();

  private constructor(
    readonly app: INestApplicationContext,
    readonly pool: pg.Pool,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(options: { poolSize?: number } = {}): Promise<RoomsHarness> {
    const database = await createTestDatabase();
    const config = loadConfig({
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: String(options.poolSize ?? 10),
      CRON_SECRET: 'c'.repeat(32),
      JWT_SECRET: 'j'.repeat(32),
      SECRET_KEYS: `test:${'k'.repeat(43)}`,
    });
    @Global()
    @Module({
      providers: [NamedHotels, SchedulesService, InlineJobs, { provide: JobsService, useExisting: InlineJobs }],
      exports: [SchedulesService, JobsService, InlineJobs],
    })
    class Jobs {}
    @Module({
      imports: [ConfigModule.forRoot(config), TenancyModule, DatabaseModule, Jobs],
      providers: withoutQueues(RoomsModule),
    })
    class TestModule {}
    const app = await NestFactory.createApplicationContext(TestModule, { logger: false });
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    // The database is dropped by force while a connection may still be closing.
    pool.on('connect', (client) => client.on('error', () => undefined));
    pool.on('error', () => undefined);
    const harness = new RoomsHarness(app, pool, database.drop);
    app.get(InlineJobs).run = (contract, payload, jobId) => harness.runJob(contract, payload, jobId);
    await harness.addTenant(harness.tenantId);
    return harness;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.pool.end();
    await this.drop();
  }

  async addTenant(id: string): Promise<void> {
    await this.pool.query('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $2)', [id, `t-${id.slice(0, 8)}`]);
  }

  get<T>(type: Type<T>): T {
    return this.app.get(type);
  }

  /** Runs fn as the tenant (or another). */
  as<T>(fn: () => Promise<T>, tenantId = this.tenantId): Promise<T> {
    return this.app.get(RequestContext).asTenant(tenantId, fn);
  }

  /** Rows as the owner, who sees all tenants. */
  async sql<Row = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query(text, parameters)).rows as Row[];
  }

  /** A hotel of its own with one category of so many rooms; answers the category's id. */
  category(options: {
    rooms: number;
    basePrice?: string;
    timeZone?: string;
    hotelId?: number;
    over?: Partial<Parameters<RoomCategoriesService['create']>[0]>;
  }): Promise<{ id: number; hotelId: number; roomIds: number[] }> {
    const { rooms, basePrice = '120.00', timeZone = 'Europe/Madrid', over } = options;
    return this.as(async () => {
      const code = randomUUID().slice(0, 8).toUpperCase();
      const hotelId =
        options.hotelId ?? (await this.get(HotelsService).create({ name: code, timeZone, currency: 'EUR' })).id;
      const { id } = await this.get(RoomCategoriesService).create({ hotelId, code, name: code, basePrice, ...over });
      const prefix = `${code.slice(0, 4)}-`;
      const bulk = { roomCategoryId: id, firstNumber: 101, count: rooms, prefix };
      const created = rooms > 0 ? (await this.get(RoomsService).createMany(bulk)).rooms : [];
      return { id, hotelId, roomIds: created.map((room) => room.id) };
    });
  }

  /** What a worker gives a handler. */
  context({ beforeCommit, at, now = at, ...over }: ContextOptions = {}): JobContext {
    this.get(GenerationClock).now = () => now ?? new Date();
    const db = this.get(TenantDatabase);
    return handlerContext(db, this.tenantId, {
      ...over,
      ...(at && { scheduledFor: at }),
      transaction: (fn) =>
        db.transaction(async (tx) => {
          const result = await fn(tx);
          beforeCommit?.();
          return result;
        }),
    });
  }

  /** Runs a generation as on the day before its first date, unless told otherwise. */
  generate(payload: RoomGenerationPayload, options: ContextOptions = {}) {
    const at = options.at ?? new Date(startOfDay(d(payload.startDate), 'UTC').getTime() - 36 * 3_600_000);
    return this.as(() => this.get(RoomGenerationWork).run(payload, this.context({ ...options, at })));
  }

  sweep(payload: RoomGenerationSweepPayload, options: ContextOptions = {}) {
    return this.as(() => this.get(RoomGenerationSweepWork).run(payload, this.context(options)));
  }

  nights(categoryId: number): Promise<{ date: LocalDate; room: number; price: number; source: string }[]> {
    return this.sql(
      `SELECT n.stay_date AS date, n.room_id AS room, n.price_minor AS price, n.price_source AS source
       FROM room_night n JOIN room r ON r.id = n.room_id WHERE r.category_id = $1 ORDER BY 1, 2`,
      [categoryId],
    );
  }

  inventory(
    categoryId: number,
  ): Promise<{ date: LocalDate; capacity: number; ooo: number; sold: number; available: number }[]> {
    return this.sql(
      `SELECT stay_date AS date, capacity, ooo, sold, available FROM inventory_day WHERE category_id = $1 ORDER BY 1`,
      [categoryId],
    );
  }

  private runJob(contract: JobContract, payload: object, jobId: string): Promise<unknown> {
    const context = this.context({ jobId });
    return contract.name === RoomGeneration.name
      ? this.get(RoomGenerationWork).run(payload as RoomGenerationPayload, context)
      : this.get(RoomGenerationSweepWork).run(payload, context);
  }
}

/** Providers of a feature's areas, but for those that need a queue, or the retention of old rows. */
function withoutQueues(feature: Type): Type[] {
  const areas = Reflect.getMetadata('imports', feature) as Type[];
  const providers = areas.flatMap((area) => (Reflect.getMetadata('providers', area) ?? []) as Type[]);
  return providers.filter(({ name }) => !/(Processor|Retention)$/.test(name));
}

/** Stands in for the queue: runs the job when it is waited for. */
export class InlineJobs {
  readonly enqueued: { id: string; type: string; data: object; options: object }[] = [];
  /** When true, jobs outlast the wait. */
  slow = false;
  run!: (contract: JobContract, payload: object, jobId: string) => Promise<unknown>;
  private readonly contracts = new Map<string, JobContract>();

  async enqueue(contract: JobContract, data: object, options: object = {}) {
    const job = { id: randomUUID(), type: contract.name, data, options };
    this.enqueued.push(job);
    this.contracts.set(job.id, contract);
    return job;
  }

  /** No request is sent twice here. */
  async madeEarlier(): Promise<string[]> {
    return [];
  }

  async waitFor(id: string) {
    if (this.slow) return null;
    const job = this.enqueued.find((one) => one.id === id)!;
    try {
      const result = await this.run(this.contracts.get(id)!, job.data, id);
      return { ...job, status: 'completed', progress: 100, result, error: null };
    } catch (error) {
      const { code = 'Error', message } = error as AppError;
      return { ...job, status: 'failed', progress: 0, result: null, error: { code, message } };
    }
  }

  async counts() {
    return { waiting: 0, active: 0, completed: this.enqueued.length, failed: 0, delayed: 0, paused: 0 };
  }

  links(id: string) {
    return { statusUrl: `/api/v1/jobs/${id}`, eventsUrl: `/api/v1/jobs/${id}/events` };
  }
}
