import { randomUUID } from 'node:crypto';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { JobsLifecycle } from '../../src/jobs/index.js';
import { ApiKeysService, TokensService, UsersService } from '../../src/platform/auth/index.js';
import type { Role } from '../../src/platform/tenancy/context.js';
import { openApiDocument } from '../../src/openapi.js';
import { Answers } from '../support/answers.js';
import { sharedDocument } from '../support/shared-document.js';
import { createTestDatabase } from '../support/databases.js';
import { newFileFolder, removeFileFolder } from '../support/file-folder.js';

export const CRON_SECRET = 'c'.repeat(32);
export const JWT_SECRET = 'j'.repeat(32);
export const SECRET_KEYS = `test:${'k'.repeat(43)}`;
export const PASSWORD = 'correct horse battery staple';

export interface Person {
  id: string;
  email: string;
  role: Role;
  /** Access token, as log-in would give it. */
  token: string;
}

export interface Tenant {
  id: string;
  slug: string;
  ADMIN: Person;
  MANAGER: Person;
  STAFF: Person;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  /** Parsed JSON, undefined for anything else. */
  body: Record<string, unknown>;
}

export interface Call {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The whole application on a database of its own, with two tenants and an operator. */
export class Platform {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly databaseUrl: string,
    readonly sql: pg.Pool,
    /** Where its files lie. */
    readonly fileFolder: string,
    private readonly drop: () => Promise<void>,
  ) {}

  a!: Tenant;
  b!: Tenant;
  operator!: Person;

  static async start(
    env: Record<string, string> = {},
    imports: NonNullable<ModuleMetadata['imports']> = [],
    beforeInit: (app: NestFastifyApplication) => void = () => undefined,
  ) {
    const { createApp } = await import('../../src/bootstrap.js');
    const database = await createTestDatabase();
    const { TEST_PROXY_PORT: proxy, ...settings } = env;
    const url = new URL(database.url);
    if (proxy) url.port = proxy;
    const folder = newFileFolder();
    const app = await createApp(testEnv({ DATABASE_URL: url.href, STORAGE_DIR: folder, ...settings }), { imports });
    beforeInit(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const sql = new pg.Pool({ connectionString: database.url, max: 2 });
    sql.on('error', () => undefined);
    const drop = async () => {
      await database.drop();
      await removeFileFolder(folder);
    };
    const platform = new Platform(app, database.url, sql, settings['STORAGE_DIR'] ?? folder, drop);
    platform.a = await platform.tenant('aurora');
    platform.b = await platform.tenant('boreal');
    platform.operator = await platform.person(null, 'operator', 'OPERATOR');
    return platform;
  }

  private left?: Promise<void>;
  /** Ends the application; its database stays until stop(). */
  leave(): Promise<void> {
    return (this.left ??= this.app
      .get(JobsLifecycle)
      .drain()
      .then(() => this.app.close()));
  }

  async stop(): Promise<void> {
    await this.leave();
    await this.sql.end();
    await this.drop();
  }

  async tenant(slug: string): Promise<Tenant> {
    const { id } = await this.app.get(UsersService).createTenant({ slug, name: slug });
    const one = (role: Role) => this.person({ id, slug }, slug, role);
    return { id, slug, ADMIN: await one('ADMIN'), MANAGER: await one('MANAGER'), STAFF: await one('STAFF') };
  }

  async person(tenant: { id: string; slug: string } | null, name: string, role: Role): Promise<Person> {
    const email = `${role.toLowerCase()}.${name}@example.test`;
    const tenantId = tenant?.id ?? null;
    const { id } = await this.app.get(UsersService).create({ tenantId, email, password: PASSWORD, role });
    const token = await this.app.get(TokensService).sign({ id, email, role, tenantId, tenant: tenant?.slug ?? null });
    return { id, email, role, token };
  }

  apiKey(person: Person, tenant: Tenant, expiresAt?: Date) {
    const key = { tenantId: tenant.id, userId: person.id, role: person.role, name: 'test', expiresAt };
    return this.app.get(ApiKeysService).create(key);
  }

  private document?: Answers;
  private get answers(): Answers {
    return (this.document ??= new Answers(sharedDocument(() => openApiDocument(this.app))));
  }

  /** One request, without a socket. Its answer must be what the OpenAPI document says. */
  async call(method: string, url: string, { token, body, headers }: Call = {}): Promise<Answer> {
    const answer = await this.app.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const contentType = answer.headers['content-type'] as string | undefined;
    this.answers.check({ method, url, status: answer.statusCode, contentType, text: answer.body });
    const isJson = /json/.test(String(contentType)) && answer.body !== '';
    const parsed = (isJson ? JSON.parse(answer.body) : undefined) as Record<string, unknown>;
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: parsed };
  }
}

/** A complete environment; Redis keys of its own. */
export function testEnv(env: Record<string, string>): Record<string, string> {
  return {
    CRON_SECRET,
    JWT_SECRET,
    SECRET_KEYS,
    REDIS_URL: process.env['TEST_REDIS_URL']!,
    REDIS_PREFIX: `t${randomUUID().slice(0, 8)}`,
    ROLES: 'api',
    LOG_LEVEL: 'silent',
    DATABASE_POOL_SIZE: '4',
    THROTTLE_PER_MINUTE: '100000',
    LOGIN_THROTTLE_PER_MINUTE: '1000',
    JOBS_WAIT_MS: '0',
    JOBS_STREAM_MS: '200',
    GOOGLE_CLIENT_ID: 'client-1',
    GOOGLE_CLIENT_SECRET: 'test-secret',
    ...env,
  };
}
