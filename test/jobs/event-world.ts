import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { Platform, type Tenant } from '../platform/harness.js';
import { EventReader } from '../support/event-reader.js';
import { JobsProcess } from './harness.js';
import { Scripted, ScriptedModule, scripts } from './scripted.js';

/** One process serves, another one runs the jobs: they share Postgres, Redis and nothing else. */
export class EventWorld {
  private readonly readers: EventReader[] = [];

  private constructor(
    readonly platform: Platform,
    private readonly worker: JobsProcess,
    readonly prefix: string,
    readonly base: string,
  ) {}

  static async create(): Promise<EventWorld> {
    const prefix = `t${randomUUID().slice(0, 8)}`;
    const platform = await Platform.start({ REDIS_PREFIX: prefix, JOBS_STREAM_MS: '60000' }, [ScriptedModule]);
    await platform.app.listen(0, '127.0.0.1');
    const worker = await JobsProcess.start({ ...settingsOf(platform, prefix), ROLES: 'worker' });
    return new EventWorld(platform, worker, prefix, await platform.app.getUrl());
  }

  /** Settings of one more process beside these. */
  get settings(): Record<string, string> {
    return settingsOf(this.platform, this.prefix);
  }

  /** Reads a stream of the API. @param base of another process than the one that is served here */
  async open(path: string, token: string, lastEventId?: string, base = this.base): Promise<EventReader> {
    const reader = await EventReader.open(`${base}/api/v1${path}`, token, lastEventId);
    this.readers.push(reader);
    return reader;
  }

  /** Ends all that is read. */
  cut(): void {
    this.readers.splice(0).forEach((reader) => reader.cut());
  }

  /** A job that does so; answers its id. */
  async start(script: (ctx: JobContext) => Promise<unknown>, body: object = {}, tenant?: Tenant): Promise<string> {
    const key = randomUUID();
    scripts.set(key, script);
    const answer = await this.platform.call('POST', '/api/v1/jobs', {
      token: (tenant ?? this.platform.a).ADMIN.token,
      body: { type: Scripted.name, data: { key }, ...body },
    });
    expect(answer.status).toBe(201);
    return answer.body['id'] as string;
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.platform.stop();
  }
}

function settingsOf(platform: Platform, prefix: string): Record<string, string> {
  return { DATABASE_URL: platform.databaseUrl, REDIS_URL: process.env['TEST_REDIS_URL']!, REDIS_PREFIX: prefix };
}
