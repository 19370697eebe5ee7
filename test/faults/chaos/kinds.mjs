// Job kinds of the chaos run, on the build like the product itself.
import 'reflect-metadata';
import { appendFileSync, existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defineJob,
  IsIn,
  IsInt,
  IsString,
  JobsModule,
  Ledger,
  Max,
  Min,
  Module,
  ModuleRef,
  Processor,
} from '../../../dist/bundle/product.js';
import { STYLES } from './effects.mjs';

class EffectPayload {}
IsString()(EffectPayload.prototype, 'key');
IsIn(Object.keys(STYLES))(EffectPayload.prototype, 'style');
for (const rule of [IsInt(), Min(0), Max(60_000)]) rule(EffectPayload.prototype, 'ms');

class KeyPayload {}
IsString()(KeyPayload.prototype, 'key');

const quick = { type: 'fixed', delayMs: 200 };
/** Attempts enough for a run full of databases going away: those failures are not what is tested here. */
const common = { attempts: 20, backoff: quick };

const Effect = defineJob({
  name: 'chaos-effect',
  summary: 'Effects',
  payload: EffectPayload,
  concurrency: 8,
  ...common,
});
const Slot = defineJob({ name: 'chaos-slot', summary: 'One slot', payload: KeyPayload, concurrency: 4, ...common });
const Poison = defineJob({ name: 'chaos-poison', summary: 'Kills its process', payload: KeyPayload, ...common });

/** File whose coming opens the gate that effects of this process wait at; what they do is appended to `<gate>.log`. */
const GATE = process.env.CHAOS_GATE;

/** Waits up to ms, so that kills fall into every stretch of a job. */
const within = (ms) => sleep(Math.random() * ms);

async function write(tx, ctx, key, step, ms) {
  await within(ms);
  if (GATE) {
    appendFileSync(`${GATE}.log`, `held ${ctx.jobId}\n`);
    // A process that is stopped right here wakes up between its checks and its writes.
    while (!existsSync(GATE)) await sleep(20);
  }
  await tx.run('INSERT INTO chaos_effect (job_id, key, step, worker) VALUES ($1, $2, $3, $4)', [
    ctx.jobId,
    key,
    step,
    process.pid,
  ]);
  await within(ms);
}

class EffectProcessor {
  async handle(payload, ctx) {
    try {
      return await this.work(payload, ctx);
    } finally {
      if (GATE) appendFileSync(`${GATE}.log`, `left ${ctx.jobId}\n`);
    }
  }

  async work({ key, style, ms }, ctx) {
    await within(ms);
    if (style === 'steps') return this.steps(key, ctx, ms);
    if (style === 'last') {
      await ctx.transaction(async (tx) => {
        const { n } = await tx.first('SELECT count(*) AS n FROM chaos_effect WHERE job_id = $1', [ctx.jobId]);
        if (n === 0) await write(tx, ctx, key, 0, ms);
      });
      await within(ms);
      return { style };
    }
    if (style === 'flaky' && ctx.attempt === 1)
      await ctx.transaction(async (tx) => {
        await write(tx, ctx, key, 0, ms);
        throw new Error('fails its first attempt');
      });
    return ctx.complete(async (tx) => {
      await write(tx, ctx, key, 0, ms);
      return { style };
    });
  }

  async steps(key, ctx, ms) {
    for (let more = true; more;) {
      more = await ctx.transaction(async (tx) => {
        const { n } = await tx.first('SELECT count(*) AS n FROM chaos_effect WHERE job_id = $1', [ctx.jobId]);
        if (n >= STYLES.steps) return false;
        await write(tx, ctx, key, n, ms / STYLES.steps);
        return true;
      });
      ctx.progress(50);
    }
    return { style: 'steps' };
  }
}
Processor(Effect)(EffectProcessor);

class SlotProcessor {
  handle({ key }, ctx) {
    return ctx.complete((tx) => write(tx, ctx, key, 0, 20));
  }
}
Processor(Slot)(SlotProcessor);

class PoisonProcessor {
  async handle() {
    await within(50);
    process.kill(process.pid, 'SIGKILL');
    await sleep(60_000);
  }
}
Processor(Poison)(PoisonProcessor);

/** Takes the fence away, for the control run: whatever the ledger says, the attempt counts as the one that holds. */
class Unfenced {
  constructor(modules) {
    this.modules = modules;
  }

  onModuleInit() {
    if (process.env.CHAOS_UNFENCED !== '1') return;
    const ledger = this.modules.get(Ledger, { strict: false });
    for (const check of ['fence', 'completeIn', 'complete']) {
      const real = ledger[check].bind(ledger);
      ledger[check] = async (...given) => (await real(...given)) || true;
    }
  }
}
Reflect.defineMetadata('design:paramtypes', [ModuleRef], Unfenced);

export class ChaosModule {}
Module({
  imports: [JobsModule.forFeature(Effect, Slot, Poison)],
  providers: [EffectProcessor, SlotProcessor, PoisonProcessor, Unfenced],
})(ChaosModule);
