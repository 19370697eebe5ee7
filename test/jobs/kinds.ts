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

/** Job kinds of the tests: each shows one behaviour, steered by its payload. */
class KindPayload {
  @IsString() key!: string;
  /** Attempts that fail before one succeeds. */
  @IsOptional() @IsInt() @Min(0) failures?: number;
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

/** Lets tests look into handlers and hold them. */
export const bench = {
  started: new Map<string, () => void>(),
  gates: new Map<string, Promise<void>>(),
  runs: [] as string[],
  /** Resolves when a handler has begun with this key. */
  begun(key: string): Promise<void> {
    return new Promise((resolve) => this.started.set(key, resolve));
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
    if (ctx.attempt <= (payload.failures ?? 0)) return Promise.reject(new Error(`failure ${ctx.attempt}`));
    return Promise.resolve({ attempt: ctx.attempt });
  }
}

@Processor(Hopeless)
export class HopelessProcessor implements JobHandler<KindPayload, void> {
  handle(payload: KindPayload): Promise<void> {
    bench.begin(payload.key);
    return Promise.reject(new PermanentJobError('NO_HOPE', 'It will never work'));
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

export const KINDS = [Flaky, Hopeless, Patient, Hasty, Once, Stubborn] as const;

@Module({
  imports: [JobsModule.forFeature(...KINDS)],
  providers: [FlakyProcessor, HopelessProcessor, PatientProcessor, HastyProcessor, OnceProcessor, StubbornProcessor],
})
export class KindsModule {}
