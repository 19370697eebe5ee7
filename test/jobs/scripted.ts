import { Module } from '@nestjs/common';
import { IsString } from 'class-validator';
import { defineJob, type JobContext, type JobHandler, JobsModule, Processor } from '../../src/jobs/index.js';

class ScriptPayload {
  @IsString() key!: string;
}

export const Scripted = defineJob<ScriptPayload, unknown>({
  name: 'test-scripted',
  title: 'Scripted work',
  summary: 'Does what the test that asks for it says',
  payload: ScriptPayload,
  attempts: 3,
  concurrency: 10,
  backoff: { type: 'fixed', delayMs: 20 },
});

/** What the job with this key does. */
export const scripts = new Map<string, (ctx: JobContext) => Promise<unknown>>();

@Processor(Scripted)
export class ScriptedProcessor implements JobHandler<ScriptPayload, unknown> {
  handle(payload: ScriptPayload, ctx: JobContext): Promise<unknown> {
    const script = scripts.get(payload.key);
    return script ? script(ctx) : Promise.reject(new Error(`no script for ${payload.key}`));
  }
}

/** The same as a kind of the platform. */
export const Part = defineJob<ScriptPayload, unknown>({
  name: 'test-part',
  summary: 'A part of a batch',
  payload: ScriptPayload,
  attempts: 1,
  startableBy: [],
});

@Processor(Part)
export class PartProcessor extends ScriptedProcessor {}

@Module({ imports: [JobsModule.forFeature(Scripted, Part)], providers: [ScriptedProcessor, PartProcessor] })
export class ScriptedModule {}

/** A door that the test opens. */
export function gate(): { open(): void; passed: Promise<void> } {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}
