import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/bootstrap.js';
import { JobsLifecycle } from '../../src/jobs/index.js';
import { ApiKeysService, UsersService } from '../../src/platform/auth/index.js';
import type { Role } from '../../src/platform/tenancy/context.js';
import { createTestDatabase } from './databases.js';

export interface TestUser {
  id: string;
  email: string;
  password: string;
  role: Role;
  tenantId: string | null;
  /** API key of the user. */
  key: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  /** Parsed when it is JSON. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into every kind of answer
}

/** The whole product in this process, on a database and a Redis prefix of its own. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TestApp> {
    const database = await createTestDatabase();
    const app = await createApp({
      DATABASE_URL: database.url,
      REDIS_URL: process.env['TEST_REDIS_URL'],
      REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
      CRON_SECRET: 'c'.repeat(32),
      JWT_SECRET: 'j'.repeat(32),
      LOG_LEVEL: 'silent',
      THROTTLE_PER_MINUTE: '100000',
      LOGIN_THROTTLE_PER_MINUTE: '100000',
      JOBS_TICK_MS: '100',
      DATABASE_POOL_SIZE: '4',
      ...env,
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new TestApp(app, database.url, database.drop);
  }

  async tenant(slug: string): Promise<string> {
    return (await this.app.get(UsersService).createTenant({ slug, name: slug })).id;
  }

  async user(tenantId: string | null, role: Role): Promise<TestUser> {
    const email = `${role.toLowerCase()}-${randomUUID().slice(0, 8)}@test.test`;
    const password = randomUUID();
    const { id } = await this.app.get(UsersService).create({ tenantId, email, password, role });
    const { key } = await this.app.get(ApiKeysService).create({ tenantId, userId: id, role, name: 'test' });
    return { id, email, password, role, tenantId, key };
  }

  async call(
    method: string,
    url: string,
    options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const answer = await this.app.inject({
      method: method as 'GET',
      url,
      headers: { ...(options.token && { authorization: `Bearer ${options.token}` }), ...options.headers },
      ...(options.body !== undefined && { payload: options.body as object }),
    });
    const json = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: json && answer.payload ? JSON.parse(answer.payload) : answer.payload,
    };
  }

  async stop(): Promise<void> {
    await this.app.get(JobsLifecycle).drain();
    await this.app.close();
    await this.drop();
  }
}
