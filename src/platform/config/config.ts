import { plainToInstance, Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
  validateSync,
} from 'class-validator';

import { KEY_RING } from '../secrets/key-ring.js';
import { logInUrl, ownerUrl, type Side } from './database-urls.js';

export const ROLES = ['api', 'worker', 'scheduler'] as const;
export type ProcessRole = (typeof ROLES)[number];

/** Turns texts of the environment into numbers, flags and lists; other texts are left as they are, for the validators to refuse. */
const from = (read: (text: string) => unknown) =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? read(value) : value));
const int = () => from(Number);
const bool = () => from((text) => ['1', 'true', 'yes'].includes(text.toLowerCase()));
/** An IPv6 address stands in brackets. */
const CLUSTER_NODE = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:,/@]+)):(\d{1,5})$/;
const list = () =>
  from((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/**
 * Every setting of the process, read from the environment once, validated, frozen.
 * Names are the environment's own; `.env.example` documents each (a test holds the two together).
 */
export class Config {
  /** Postgres of record as the schema's owner, who migrates; wins over the five DB_* parts. */
  @IsOptional() @IsString() DATABASE_URL?: string;
  @IsOptional() @IsString() DB_HOST?: string;
  @IsOptional() @int() @IsInt() DB_PORT: number = 5432;
  @IsOptional() @IsString() DB_NAME?: string;
  @IsOptional() @IsString() DB_USER?: string;
  @IsOptional() @IsString() DB_PASSWORD?: string;
  /** Under which tenants' work logs in; default: as the owner's URL, with nightshift_app and DB_APP_PASSWORD. */
  @IsOptional() @Matches(/^postgres(ql)?:\/\//) DATABASE_APP_URL?: string;
  /** Under which the platform's own work logs in; default: with nightshift_system and DB_SYSTEM_PASSWORD. */
  @IsOptional() @Matches(/^postgres(ql)?:\/\//) DATABASE_SYSTEM_URL?: string;
  /** Passwords of the two; default: derived from the owner's. */
  @IsOptional() @IsString() @MinLength(16) DB_APP_PASSWORD?: string;
  @IsOptional() @IsString() @MinLength(16) DB_SYSTEM_PASSWORD?: string;
  /** Connections of each of the two pools (tenant and system); the ledger's hot statements have up to five more. */
  @int() @IsInt() @Min(2) @Max(200) DATABASE_POOL_SIZE: number = 10;

  /** Redis; wins over the REDIS_HOST parts. */
  @IsOptional() @IsString() REDIS_URL?: string;
  @IsOptional() @IsString() REDIS_HOST?: string;
  @int() @IsInt() REDIS_PORT: number = 6379;
  @IsOptional() @IsString() REDIS_PASSWORD?: string;
  /** Nodes of a Redis Cluster, `host:port`, by which the others are found; user, password and TLS are those of REDIS_URL or REDIS_PASSWORD. */
  @list() @Matches(CLUSTER_NODE, { each: true, message: 'each must be host:port' }) REDIS_CLUSTER: string[] = [];
  /** First part of every Redis key: `{<prefix>:<queue>}`. */
  @IsString() REDIS_PREFIX: string = 'nightshift';

  /** What this process does: any of api, worker, scheduler. */
  @list() @IsIn(ROLES, { each: true }) ROLES: ProcessRole[] = [...ROLES];
  @IsString() HOST: string = '127.0.0.1';
  @int() @IsInt() @Min(0) @Max(65535) PORT: number = 3000;
  /** Address under which clients reach this server; used in links. Default: http://HOST:PORT. */
  @IsOptional() @IsUrl({ require_tld: false }) NIGHTSHIFT_PUBLIC_URL?: string;
  /** Number of proxies in front (X-Forwarded-For is believed for exactly so many hops). */
  @int() @IsInt() @Min(0) TRUST_PROXY: number = 0;
  @list() @IsString({ each: true }) CORS_ORIGINS: string[] = [];
  @int() @IsInt() @Min(1024) BODY_LIMIT_BYTES: number = 262_144;
  /** Requests a credential (or, without one, an address) may make in a minute. */
  @int() @IsInt() @Min(1) THROTTLE_PER_MINUTE: number = 600;
  @int() @IsInt() @Min(1) LOGIN_THROTTLE_PER_MINUTE: number = 10;

  /** Bearer secret of /api/cron/*. */
  @IsString() @MinLength(32) CRON_SECRET!: string;
  /** HMAC key of the access tokens this server issues. */
  @IsString() @MinLength(32) JWT_SECRET!: string;
  /** Keys under which secrets lie in Postgres: id:key by commas. The first encrypts, all decrypt. */
  @Matches(KEY_RING, { message: 'SECRET_KEYS must be id:key, by commas, with keys of 32 bytes in base64' })
  SECRET_KEYS!: string;
  /** Life of an access token, seconds. */
  @int() @IsInt() @Min(60) JWT_EXPIRES_IN: number = 3600;
  /** Life of a browser's session, hours: a night shift and its handover. */
  @int() @IsInt() @Min(1) @Max(720) SESSION_HOURS: number = 12;
  /** Bearer secret of /metrics for a scraper; without it only an OPERATOR reads it. */
  @IsOptional() @IsString() @MinLength(16) METRICS_TOKEN?: string;

  @IsOptional() @IsUrl({ require_tld: false }) OIDC_ISSUER?: string;
  @IsOptional() @IsString() OIDC_AUDIENCE?: string;
  @IsOptional() @IsUrl({ require_tld: false }) OIDC_JWKS_URL?: string;
  /** Claim that holds the tenant's slug. */
  @IsString() OIDC_TENANT_CLAIM: string = 'tenant';
  /** Claim that holds the role (ADMIN, MANAGER, STAFF). */
  @IsString() OIDC_ROLE_CLAIM: string = 'role';

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL: string = 'info';
  @bool() LOG_PRETTY: boolean = false;

  /** Life of a claim on a job, ms; a dead worker's job is restarted after at most this plus a tick. */
  @int() @IsInt() @Min(500) JOBS_LEASE_MS: number = 15_000;
  /** How long a process whose loop is blocked keeps its leases all the same, ms; after that its jobs are restarted elsewhere. */
  @int() @IsInt() @Min(500) JOBS_BLOCKED_MS: number = 60_000;
  /** Pause between two runs of the relay and of the reconciler, ms. A commit also wakes the relay at once. */
  @int() @IsInt() @Min(50) JOBS_TICK_MS: number = 1_000;
  /** How long running jobs may go on after SIGTERM before they are handed back, ms. */
  @int() @IsInt() @Min(0) JOBS_DRAIN_MS: number = 20_000;
  /** How long a handler may go on after its signal was aborted (cancel, deadline, lost lease) before its attempt is ended, ms. */
  @int() @IsInt() @Min(50) @Max(3_600_000) JOBS_ABANDON_MS: number = 30_000;
  /** How many handlers may still run although their attempts were ended; with more, the process reports that it needs a restart. */
  @int() @IsInt() @Min(1) @Max(10_000) JOBS_ABANDONED_MAX: number = 20;
  /** How long a request waits for the job it started before it answers 202, ms. */
  @int() @IsInt() @Min(0) JOBS_WAIT_MS: number = 10_000;

  /** Longest life of one stream of events, ms; after it, the reader connects again and goes on from its last event. */
  @int() @IsInt() @Min(100) @Max(3_600_000) JOBS_STREAM_MS: number = 300_000;
  /** How long the answer to a request with an Idempotency-Key is kept, hours. */
  @int() @IsInt() @Min(24) @Max(8_760) IDEMPOTENCY_KEEP_HOURS: number = 24;
  /** Hosts, host:ports and CIDR blocks that webhooks may reach although they are not public. */
  @list() @IsString({ each: true }) OUTBOUND_ALLOW: string[] = [];
  /** How long the log of webhook deliveries is kept, days. */
  @int() @IsInt() @Min(1) @Max(3_650) WEBHOOK_KEEP_DAYS: number = 30;

  /** Wait before the second try after a provider of stays has answered 429, ms; doubled each time. Retry-After wins. */
  @int() @IsInt() @Min(1) @Max(600_000) PROVIDER_RETRY_MS: number = 10_000;
  /** Least time between the starts of two requests to a provider with the same key, in one process, ms. */
  @int() @IsInt() @Min(0) @Max(60_000) PROVIDER_SPACING_MS: number = 100;
  /** Longest wait for one answer of a provider, ms. */
  @int() @IsInt() @Min(100) @Max(600_000) PROVIDER_TIMEOUT_MS: number = 30_000;
  /** How long what a provider said of a listing is good enough for a statement, seconds; after that it is read again. */
  @int() @IsInt() @Min(0) @Max(86_400) PROVIDER_FRESH_SECONDS: number = 900;

  /** Our client at Google (Cloud console, "OAuth client"); without it Google calendars cannot be connected. */
  @IsOptional() @IsString() GOOGLE_CLIENT_ID?: string;
  @IsOptional() @IsString() GOOGLE_CLIENT_SECRET?: string;
  /** Google's addresses; others are for tests. */
  @IsUrl({ require_tld: false }) GOOGLE_AUTH_URL: string = 'https://accounts.google.com/o/oauth2/v2/auth';
  @IsUrl({ require_tld: false }) GOOGLE_TOKEN_URL: string = 'https://oauth2.googleapis.com/token';
  @IsUrl({ require_tld: false }) GOOGLE_REVOKE_URL: string = 'https://oauth2.googleapis.com/revoke';
  @IsUrl({ require_tld: false }) GOOGLE_CALENDAR_URL: string = 'https://www.googleapis.com/calendar/v3';
  /** Where Google may tell us of changes, https. Default: our own public address if it is https, else it is not asked to. */
  @IsOptional() @IsUrl({ require_tld: false }) GOOGLE_WATCH_URL?: string;
  /** Most calls to Google's calendars in any minute, of all processes together and for one account; keep below the project's quotas. */
  @int() @IsInt() @Min(1) @Max(10_000_000) GOOGLE_PROJECT_PER_MINUTE: number = 9_000;
  @int() @IsInt() @Min(1) @Max(1_000_000) GOOGLE_USER_PER_MINUTE: number = 500;
  /** Longest wait for one answer of Google, ms. At most a minute: who asks for a token has 90 seconds (google-tokens.ts). */
  @int() @IsInt() @Min(100) @Max(60_000) GOOGLE_TIMEOUT_MS: number = 30_000;
  /** Longest wait before the second try of a call, ms; doubled each time, and shortened at random. Retry-After wins. */
  @int() @IsInt() @Min(1) @Max(600_000) GOOGLE_RETRY_MS: number = 1_000;

  /** Unfinished jobs a tenant may have; more are refused with 429. */
  @int() @IsInt() @Min(1) JOBS_QUEUED_QUOTA: number = 200_000;
  /** Schedules that people of a tenant may have made, beside those that features keep. Each makes jobs for ever, outside the quota. */
  @int() @IsInt() @Min(1) @Max(100_000) SCHEDULES_PER_TENANT: number = 1_000;
  /** Months of finished jobs that are kept besides the current one; older months are dropped whole. */
  @int() @IsInt() @Min(1) @Max(240) JOBS_KEEP_MONTHS: number = 13;

  /** Months that audit entries about the running of the platform are kept: log-ins, jobs, schedules, webhooks, alerts. */
  @int() @IsInt() @Min(12) @Max(1_200) AUDIT_KEEP_MONTHS: number = 24;
  /** Months that all other audit entries are kept: they may be about guests, bookings and money. 0: for ever. */
  @int()
  @IsInt()
  @ValidateIf((config: Config) => config.AUDIT_RECORDS_KEEP_MONTHS !== 0)
  @Min(12)
  @Max(1_200)
  AUDIT_RECORDS_KEEP_MONTHS: number = 0;
  /** Months that the results of night jobs are kept: as long as the books their nights belong to. */
  @int() @IsInt() @Min(13) @Max(1_200) NIGHT_RUNS_KEEP_MONTHS: number = 120;
  /** Months that it is kept which run opened which room nights at what price. */
  @int() @IsInt() @Min(1) @Max(1_200) GENERATION_RUNS_KEEP_MONTHS: number = 13;

  /** Days that reports and their files are kept. */
  @int() @IsInt() @Min(1) @Max(3_650) REPORTS_KEEP_DAYS: number = 90;
  /** Most rows of a report's file; a tenant may set fewer for itself. */
  @int() @IsInt() @Min(1) @Max(100_000_000) REPORTS_MAX_ROWS: number = 1_000_000;

  /** Mail server: smtp://user:password@host:port, or smtps:// for TLS from the first byte. Wins over the SMTP_* parts. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s/]+\/?$/, { message: 'SMTP_URL must be smtp:// or smtps:// and a host' })
  SMTP_URL?: string;
  /** The same in parts. Without a URL and without a host, mail goes to the local inbox. */
  @IsOptional()
  @Matches(/^[^\s/@]+$/, { message: 'SMTP_HOST must be the name or address of a host' })
  SMTP_HOST?: string;
  /** 465: TLS from the first byte. */
  @int() @IsInt() @Min(1) @Max(65535) SMTP_PORT: number = 587;
  @IsOptional() @IsString() SMTP_USER?: string;
  @IsOptional() @IsString() SMTP_PASS?: string;
  /** Connections a process holds to the mail server. */
  @int() @IsInt() @Min(1) @Max(100) SMTP_MAX_CONNECTIONS: number = 5;
  /** Mails a process hands over in a second; 0: as many as the server takes. */
  @int() @IsInt() @Min(0) @Max(1_000) SMTP_RATE_PER_SECOND: number = 0;
  /** Sender of all mail: an address, or a name and an address in angle brackets. */
  @Matches(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, { message: 'MAIL_FROM must be a mail address' })
  MAIL_FROM: string = 'Nightshift <nightshift@localhost>';
  /** Domains under which tenants may send with an address of their own; the mail server must be allowed to send for them. */
  @list() @IsString({ each: true }) MAIL_SENDER_DOMAINS: string[] = [];
  /** Longest wait for the mail server to take the connection and to greet, ms; twice as long for an answer. */
  @int() @IsInt() @Min(50) @Max(120_000) SMTP_TIMEOUT_MS: number = 10_000;

  /** Account at Twilio, or at a provider with the same API. Without the three settings SMS go to a local inbox of their readers. */
  @IsOptional() @Matches(/^[A-Za-z0-9]{2,64}$/) SMS_ACCOUNT_SID?: string;
  @IsOptional() @IsString() @MinLength(8) SMS_AUTH_TOKEN?: string;
  /** Sender: a number (+15005550006), the id of a Messaging Service (MG…), or a name of letters and digits. */
  @IsOptional()
  @Matches(/^(\+[1-9]\d{6,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{2,11})$/, {
    message: 'SMS_FROM must be a number, MG… or a name',
  })
  SMS_FROM?: string;
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  SMS_BASE_URL: string = 'https://api.twilio.com';
  /**
   * SMS_BASE_URL is the demo's stand-in, behind which there are no telephones: users read the codes that were sent to them in GET
   * /sms/messages. Only with an address of this machine. What was verified so has to be verified again at a real provider.
   */
  @bool() SMS_STAND_IN: boolean = false;
  /** SMS a process hands over in a second; 0: as many as the provider takes. */
  @int() @IsNumber() @Min(0) @Max(1_000) SMS_RATE_PER_SECOND: number = 1;
  /** Longest wait for an answer of the provider, ms. */
  @int() @IsInt() @Min(50) @Max(20_000) SMS_TIMEOUT_MS: number = 10_000;

  /** When the nightly room generation runs, cron, in each hotel's own time zone. */
  @Matches(/^\S+( +\S+){4}$/, { message: 'ROOM_GENERATION_CRON must have five fields' })
  ROOM_GENERATION_CRON: string = '0 2 * * *';
  @int() @IsInt() @Min(1) @Max(1826) ROOM_GENERATION_DAYS_AHEAD: number = 30;
  /** Share of existing room nights (0..1) from which the sweep skips a category without holes. */
  @int() @IsNumber() @Min(0) @Max(1) ROOM_GENERATION_COVERAGE_THRESHOLD: number = 0.8;

  /** Largest file of bookings an import takes. */
  @int() @IsInt() @Min(1024) @Max(1_073_741_824) IMPORT_LIMIT_BYTES: number = 67_108_864;

  /** Folder of files where there is no S3 bucket: uploads, reports. All processes must see the same one. */
  @IsString() @MinLength(1) STORAGE_DIR: string = '.nightshift/storage';
  /** Bytes that all files of a tenant together may have. */
  @int() @IsInt() @Min(0) STORAGE_QUOTA_BYTES: number = 53_687_091_200;
  /** Bucket for files; with it nothing is written to STORAGE_DIR. */
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { message: 'S3_BUCKET must be the name of a bucket' })
  S3_BUCKET?: string;
  /** URL of a compatible server; default: Amazon's in AWS_REGION. */
  @IsOptional() @IsUrl({ require_tld: false, protocols: ['http', 'https'] }) S3_ENDPOINT?: string;
  @Matches(/^[a-z0-9-]{1,40}$/, { message: 'AWS_REGION must be the name of a region' }) AWS_REGION: string =
    'us-east-1';
  /** Key of S3; without it, what the machine itself is allowed to (its role). */
  @IsOptional() @IsString() AWS_ACCESS_KEY_ID?: string;
  @IsOptional() @IsString() AWS_SECRET_ACCESS_KEY?: string;

  /** Largest part file that is taken. */
  @int() @IsInt() @Min(1024) @Max(5_000_000_000) UPLOAD_LIMIT_BYTES: number = 209_715_200;
  /** Analysis worker that part files are sent to; without it they are analysed in child processes here. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  WORKER_SERVICE_URL?: string;
  /** Most memory of the process that analyses one part file, bytes. */
  @int() @IsInt() @Min(134_217_728) ANALYSIS_MEMORY_BYTES: number = 1_610_612_736;
  /** Longest time of one analysis, ms. */
  @int() @IsInt() @Min(100) @Max(290_000) ANALYSIS_TIMEOUT_MS: number = 240_000;

  /** True when this process has the role. */
  has(role: ProcessRole): boolean {
    return this.ROLES.includes(role);
  }

  /** postgres:// URL of the schema's owner. Nothing but the migrations connects with it. */
  get ownerDatabaseUrl(): string {
    return ownerUrl(this);
  }

  /** postgres:// URL of tenants' work. @throws ConfigError without a password for it */
  get appDatabaseUrl(): string {
    return logIn('app', this);
  }

  /** postgres:// URL of the platform's own work, across tenants. @throws ConfigError without a password for it */
  get systemDatabaseUrl(): string {
    return logIn('system', this);
  }

  /** redis:// URL, from REDIS_URL or the REDIS_* parts. */
  get redisUrl(): string {
    if (this.REDIS_URL) return this.REDIS_URL;
    const auth = this.REDIS_PASSWORD ? `:${encodeURIComponent(this.REDIS_PASSWORD)}@` : '';
    return `redis://${auth}${this.REDIS_HOST ?? '127.0.0.1'}:${this.REDIS_PORT}`;
  }

  /** Nodes of the Redis Cluster and how to log in there; undefined where Redis is a single server. */
  get redisCluster(): RedisCluster | undefined {
    if (this.REDIS_CLUSTER.length === 0) return undefined;
    const nodes = this.REDIS_CLUSTER.map((node) => {
      const [, v6, name, port] = CLUSTER_NODE.exec(node)!;
      return { host: v6 ?? name!, port: Number(port) };
    });
    const { username, password, protocol } = new URL(this.redisUrl);
    return {
      nodes,
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
      tls: protocol === 'rediss:',
    };
  }

  get publicUrl(): string {
    return this.NIGHTSHIFT_PUBLIC_URL ?? `http://${this.HOST}:${this.PORT}`;
  }
}

export interface RedisCluster {
  nodes: { host: string; port: number }[];
  username?: string;
  password?: string;
  tls: boolean;
}

export class ConfigError extends Error {}

function logIn(side: Side, config: Config): string {
  const url = logInUrl(side, config);
  if (url) return url;
  const name = side.toUpperCase();
  throw new ConfigError(
    `The environment is not usable:\n  DATABASE_${name}_URL: or DB_${name}_PASSWORD is needed where DATABASE_URL is no postgres://user:password@host/name to derive it from`,
  );
}

/**
 * Builds the frozen Config from an environment.
 * @throws ConfigError naming every bad variable and what it must be, never its value.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const known = Object.keys(new Config());
  const declared = [...known, ...OPTIONAL];
  const given = Object.fromEntries(
    declared.filter((key) => env[key] !== undefined && env[key] !== '').map((key) => [key, env[key]]),
  );
  const config = plainToInstance(Config, given, { exposeDefaultValues: true });
  const problems = validateSync(config, { skipMissingProperties: false, validationError: { value: false } });
  if (problems.length > 0) {
    const lines = problems.map((p) => `  ${p.property}: ${Object.values(p.constraints ?? {}).join('; ')}`);
    throw new ConfigError(`The environment is not usable:\n${lines.join('\n')}`);
  }
  return Object.freeze(config);
}

/** Variables without a default (class fields without initialiser do not exist on a fresh instance). */
const OPTIONAL = [
  'DATABASE_URL',
  'DB_HOST',
  'DB_NAME',
  'DB_USER',
  'DB_PASSWORD',
  'DATABASE_APP_URL',
  'DATABASE_SYSTEM_URL',
  'DB_APP_PASSWORD',
  'DB_SYSTEM_PASSWORD',
  'REDIS_URL',
  'REDIS_HOST',
  'REDIS_PASSWORD',
  'NIGHTSHIFT_PUBLIC_URL',
  'CRON_SECRET',
  'JWT_SECRET',
  'SECRET_KEYS',
  'METRICS_TOKEN',
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'OIDC_JWKS_URL',
  'SMTP_URL',
  'SMTP_HOST',
  'SMTP_USER',
  'SMTP_PASS',
  'SMS_ACCOUNT_SID',
  'SMS_AUTH_TOKEN',
  'SMS_FROM',
  'S3_BUCKET',
  'S3_ENDPOINT',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'WORKER_SERVICE_URL',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_WATCH_URL',
];

/** Every variable the process reads. */
export const CONFIG_NAMES: readonly string[] = [...new Set([...Object.keys(new Config()), ...OPTIONAL])].sort();
