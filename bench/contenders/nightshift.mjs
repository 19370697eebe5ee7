import {
  AppModule,
  defineJob,
  IsInt,
  IsString,
  JobsModule,
  JobsService,
  loadConfig,
  Module,
  NestFactory,
  PausesService,
  Processor,
  RequestContext,
} from '../../dist/bundle/product.js';
import { addTenant, owner, settings } from '../support/platform.mjs';

/** The product as it ships: settings, pools and leases by default, a payload checked on both ends, one tenant. */
export async function open({ databaseUrl, redisUrl, concurrency, consume, env = {} }) {
  const kind = new Kind(concurrency);
  const config = loadConfig(
    settings({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ROLES: consume ? 'worker' : 'api', ...env }),
  );
  class BenchModule {}
  const imports = [AppModule.forRoot(config), JobsModule.forFeature(kind.contract)];
  Module({ imports, providers: [kind.processor] })(BenchModule);
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  const db = owner(databaseUrl);
  const tenant = await addTenant(db);
  const [jobs, context] = [app.get(JobsService), app.get(RequestContext)];
  const pauses = app.get(PausesService, { strict: false });
  const as = (work) => context.asTenant(tenant, work);
  const stop = () => pauses.pause(kind.contract.name);
  if (consume) await stop();
  return {
    add: (payload) => as(() => jobs.enqueue(kind.contract, payload)),
    addMany: (payloads) => as(() => jobs.enqueueMany(kind.contract, payloads)),
    async work(handler) {
      kind.handler = handler;
      await pauses.resume(kind.contract.name);
    },
    stop,
    async unfinished() {
      const { rows } = await db.query(
        `SELECT count(*)::int AS n FROM job WHERE status IN ('PENDING', 'QUEUED', 'RUNNING')`,
      );
      return rows[0].n;
    },
  };
}

/** A kind declared the way a feature does, without TypeScript's decorator syntax. */
class Kind {
  handler = () => undefined;

  constructor(concurrency) {
    class Payload {}
    IsInt()(Payload.prototype, 'n');
    IsString()(Payload.prototype, 'text');
    this.contract = defineJob({ name: 'bench-noop', summary: 'Nothing', payload: Payload, concurrency });
    const handle = (payload) => this.handler(payload);
    class NoopProcessor {
      async handle(payload) {
        await handle(payload);
      }
    }
    Processor(this.contract)(NoopProcessor);
    this.processor = NoopProcessor;
  }
}
