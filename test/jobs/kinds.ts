import { Module } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Min } from 'class-validator';
import {
  defineJob,
  type JobContext,
  type JobHandler,
  JobsModule,
  PermanentJobError,
  Processor,
} from '../../src/jobs/index.js';

/** Job kinds of the tests: each shows one behaviour, controlled by its payload. */
export class KindPayload {
  @IsString() key!: string;
  /** Attempts that fail before one succeeds. */
  @IsOptional() @IsInt() @Min(0) failures?: number;
  /** The message of its error. */
  @IsOptional() @IsString() message?: string;
}

export const Flaky = defineJob<KindPayload, { attempt: number }>({
  name: 'test-flaky',
  summary: 'Fails as often as it is told, then completes',
  payload: KindPayload,
  attempts: 3,
  backoff: { type: 'fixed', delayMs: 20 },
});

export const Hopeless = defineJob<KindPayload, void>({
  name: 'test-hopeless',
  summary: 'Knows that retrying cannot help',
  payload: KindPayload,
});

export const Patient = defineJob<KindPayload, string>({
  name: 'test-patient',
  summary: 'Runs until its signal is aborted',
  payload: KindPayload,
  deadlineMs: 60_000,
});

export const Hasty = defineJob<KindPayload, string>({
  name: 'test-hasty',
  summary: 'Outlives its deadline',
  payload: KindPayload,
  attempts: 1,
  deadlineMs: 100,
});

export const Once = defineJob<KindPayload, string>({
  name: 'test-once',
  summary: 'Writes one effect with its completion',
  payload: KindPayload,
  concurrency: 10,
  dedupe: (payload) => payload.key,
});

export const Stubborn = defineJob<KindPayload, string>({
  name: 'test-stubborn',
  summary: 'Ignores its signal until the test lets it go, then writes an effect',
  payload: KindPayload,
});

export const Returning = defineJob<KindPayload, { run: number }>({
  name: 'test-returning',
  summary: 'Waits until the test lets this run go, writes nothing and returns',
  payload: KindPayload,
  concurrency: 10,
});

export const Lined = defineJob<KindPayload, void>({
  name: 'test-lined',
  summary: 'One at a time; may be held by its key',
  payload: KindPayload,
  concurrency: 1,
});

export const Capped = defineJob<KindPayload, void>({
  name: 'test-capped',
  summary: 'Two of a tenant at a time',
  payload: KindPayload,
  concurrency: 10,
  limits: { tenantConcurrency: 2 },
});

export const Metered = defineJob<KindPayload, void>({
  name: 'test-metered',
  summary: 'Five of a tenant a minute',
  payload: KindPayload,
  limits: { tenantRate: { jobs: 5, perSeconds: 60 } },
});

export const PerUser = defineJob<KindPayload, void>({
  name: 'test-per-user',
  summary: 'A user may ask for three a minute',
  payload: KindPayload,
  limits: { userRate: { jobs: 3, perSeconds: 60 } },
});

export const Cached = defineJob<KindPayload, { run: number }>({
  name: 'test-cached',
  summary: 'Its result is used again',
  payload: KindPayload,
  attempts: 1,
  cacheMs: 60_000,
});

export const Drowsy = defineJob<KindPayload, { attempt: number }>({
  name: 'test-drowsy',
  summary: 'Puts itself off as often as it is told to fail',
  payload: KindPayload,
  attempts: 1,
});

export const Deaf = defineJob<KindPayload, string>({
  name: 'test-deaf',
  summary: 'Outlives its deadline in the middle of a transaction, and does not listen',
  payload: KindPayload,
  attempts: 2,
  deadlineMs: 100,
  backoff: { type: 'fixed', delayMs: 20 },
});

/** Lets tests observe handlers and make them wait. */
export const bench = {
  started: new Map<string, () => void>(),
  gates: new Map<string, Promise<void>>(),
  runs: [] as string[],
  /** The message of a hopeless job's error, for texts that its payload may not contain. */
  words: new Map<string, string>(),
  /** Handlers under way, and the most there were at a time, by tenant. */
  flight: new Map<string, { now: number; most: number }>(),
  /** Resolves when a handler has begun with this key. */
  begun(key: string): Promise<void> {
    return new Promise((resolve) => this.started.set(key, resolve));
  },
  /** Makes the handlers of this key wait until the returned function is called. */
  hold(key: string): () => void {
    let open!: () => void;
    this.gates.set(key, new Promise((resolve) => (open = resolve)));
    return open;
  },
  begin(key: string): void {
    this.runs.push(key);
    this.started.get(key)?.();
  },
};

@Processor(Flaky)
export class FlakyProcessor implements JobHandler<KindPayload, { attempt: number }> {
  handle(payload: KindPayload, ctx: JobContext): Promise<{ attempt: number }> {
    bench.begin(payload.key);
    if (ctx.attempt <= (payload.failures ?? 0))
      return Promise.reject(new Error(payload.message ?? `failure ${ctx.attempt}`));
    return Promise.resolve({ attempt: ctx.attempt });
  }
}

@Processor(Hopeless)
export class HopelessProcessor implements JobHandler<KindPayload, void> {
  handle(payload: KindPayload): Promise<void> {
    bench.begin(payload.key);
    return Promise.reject(
      new PermanentJobError('NO_HOPE', payload.message ?? bench.words.get(payload.key) ?? 'It will never work'),
    );
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

@Processor(Patient)
export class PatientProcessor implements JobHandler<KindPayload, string> {
  async handle(payload: KindPayload, ctx: JobContext): Promise<string> {
    bench.begin(payload.key);
    ctx.progress(40);
    return aborted(ctx.signal);
  }
}

@Processor(Hasty)
export class HastyProcessor implements JobHandler<KindPayload, string> {
  handle(_: KindPayload, ctx: JobContext): Promise<string> {
    return aborted(ctx.signal);
  }
}

@Processor(Once)
export class OnceProcessor implements JobHandler<KindPayload, string> {
  handle(payload: KindPayload, ctx: JobContext) {
    bench.begin(payload.key);
    return ctx.complete(async (tx) => {
      await tx.run('INSERT INTO test_effect (key, attempt) VALUES ($1, $2)', [payload.key, ctx.attempt]);
      return 'written';
    });
  }
}

@Processor(Stubborn)
export class StubbornProcessor implements JobHandler<KindPayload, string> {
  async handle(payload: KindPayload, ctx: JobContext): Promise<string> {
    bench.begin(payload.key);
    await bench.gates.get(`${payload.key}:${ctx.attempt}:${bench.runs.filter((key) => key === payload.key).length}`);
    await ctx.transaction((tx) => tx.run('INSERT INTO test_effect (key, attempt) VALUES ($1, $2)', [payload.key, 1]));
    return 'done';
  }
}

@Processor(Deaf)
export class DeafProcessor implements JobHandler<KindPayload, string> {
  handle({ key }: KindPayload, ctx: JobContext) {
    bench.begin(key);
    return ctx.complete(async (tx) => {
      await tx.run('INSERT INTO test_effect (key, attempt) VALUES ($1, $2)', [key, ctx.attempt]);
      await bench.gates.get(`${key}:${ctx.attempt}`);
      return `attempt ${ctx.attempt}`;
    });
  }
}

@Processor(Returning)
export class ReturningProcessor implements JobHandler<KindPayload, { run: number }> {
  async handle({ key }: KindPayload): Promise<{ run: number }> {
    bench.begin(key);
    const run = bench.runs.filter((one) => one === key).length;
    await bench.gates.get(`${key}:${run}`);
    return { run };
  }
}

@Processor(Lined)
export class LinedProcessor implements JobHandler<KindPayload, void> {
  async handle(payload: KindPayload): Promise<void> {
    bench.begin(payload.key);
    await bench.gates.get(payload.key);
    // About as long as real work, because jobs that take no time are sent in large bundles.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

@Processor(Capped)
export class CappedProcessor implements JobHandler<KindPayload, void> {
  async handle(payload: KindPayload, ctx: JobContext): Promise<void> {
    const flight = bench.flight.get(ctx.tenantId) ?? { now: 0, most: 0 };
    bench.flight.set(ctx.tenantId, flight);
    flight.most = Math.max(flight.most, ++flight.now);
    bench.begin(payload.key);
    await bench.gates.get(payload.key);
    await new Promise((resolve) => setTimeout(resolve, 10));
    flight.now--;
  }
}

@Processor(Metered)
export class MeteredProcessor implements JobHandler<KindPayload, void> {
  handle(payload: KindPayload): Promise<void> {
    bench.begin(payload.key);
    return Promise.resolve();
  }
}

@Processor(PerUser)
export class PerUserProcessor extends MeteredProcessor {}

@Processor(Cached)
export class CachedProcessor implements JobHandler<KindPayload, { run: number }> {
  handle(payload: KindPayload): Promise<{ run: number }> {
    bench.begin(payload.key);
    const run = bench.runs.filter((key) => key === payload.key).length;
    return run <= (payload.failures ?? 0) ? Promise.reject(new Error('not yet')) : Promise.resolve({ run });
  }
}

@Processor(Drowsy)
export class DrowsyProcessor implements JobHandler<KindPayload, { attempt: number }> {
  handle(payload: KindPayload, ctx: JobContext): Promise<{ attempt: number }> {
    bench.begin(payload.key);
    if (bench.runs.filter((key) => key === payload.key).length <= (payload.failures ?? 0)) ctx.snooze(1_000);
    return Promise.resolve({ attempt: ctx.attempt });
  }
}

export const KINDS = [
  Flaky,
  Hopeless,
  Patient,
  Hasty,
  Once,
  Stubborn,
  Lined,
  Returning,
  Capped,
  Metered,
  PerUser,
  Cached,
  Drowsy,
  Deaf,
] as const;

@Module({
  imports: [JobsModule.forFeature(...KINDS)],
  providers: [
    FlakyProcessor,
    HopelessProcessor,
    PatientProcessor,
    HastyProcessor,
    OnceProcessor,
    StubbornProcessor,
    LinedProcessor,
    ReturningProcessor,
    CappedProcessor,
    MeteredProcessor,
    PerUserProcessor,
    CachedProcessor,
    DrowsyProcessor,
    DeafProcessor,
  ],
})
export class KindsModule {}
