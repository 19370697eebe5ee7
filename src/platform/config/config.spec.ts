import { describe, expect, it } from '@jest/globals';
import { Config, CONFIG_NAMES, ConfigError, loadConfig } from './config.js';

const SECRETS = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `k1:${'A'.repeat(43)}=` };

/** What the error says about these settings. */
function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig({ ...SECRETS, ...env });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('configuration', () => {
  it('needs the three secrets and nothing else', () => {
    const config = loadConfig(SECRETS);
    expect(config).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', ROLES: ['api', 'worker', 'scheduler'] });
    expect(Object.isFrozen(config)).toBe(true);
    expect(refusal({ CRON_SECRET: '', JWT_SECRET: undefined, SECRET_KEYS: '' })).toMatch(
      /CRON_SECRET:[^]*JWT_SECRET:[^]*SECRET_KEYS:/,
    );
  });

  it.each<[string, string]>([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '1.5'],
    ['ROLES', 'api,cook'],
    ['CRON_SECRET', 'canary-short'],
    ['JWT_SECRET', 'canary-short'],
    ['METRICS_TOKEN', 'canary'],
    ['SECRET_KEYS', 'canary'],
    ['SECRET_KEYS', `k1:${'canary'.repeat(4)}`],
    ['DATABASE_APP_URL', 'canary'],
    ['DB_SYSTEM_PASSWORD', 'canary'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', '-1'],
    ['BODY_LIMIT_BYTES', '10'],
    ['ROOM_GENERATION_DAYS_AHEAD', '2000'],
    ['ROOM_GENERATION_COVERAGE_THRESHOLD', '80'],
    ['OIDC_ISSUER', 'canary not a url'],
    ['JOBS_LEASE_MS', '1'],
  ])('refuses %s=%s, naming the variable and not the value', (name, value) => {
    const message = refusal({ [name]: value });
    expect(message).toContain(`${name}:`);
    expect(message).not.toContain('canary');
  });

  it('names every bad variable at once', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'x', ROLES: 'x' })).toMatch(/ROLES:[^]*PORT:[^]*LOG_LEVEL:/);
  });

  it('takes an empty variable as unset, lists by comma, flags in words', () => {
    const config = loadConfig({
      ...SECRETS,
      PORT: '',
      CORS_ORIGINS: ' https://a.test, https://b.test ,',
      LOG_PRETTY: 'Yes',
      ROLES: 'worker',
    });
    expect(config).toMatchObject({ PORT: 3000, CORS_ORIGINS: ['https://a.test', 'https://b.test'], LOG_PRETTY: true });
    expect([config.has('worker'), config.has('api')]).toEqual([true, false]);
  });

  it('DATABASE_URL and REDIS_URL win over their parts; parts are escaped', () => {
    const parts = {
      DB_HOST: 'db.test',
      DB_NAME: 'house',
      DB_USER: 'me@home',
      DB_PASSWORD: 'p:/?#',
      REDIS_HOST: 'redis.test',
      REDIS_PORT: '6380',
      REDIS_PASSWORD: 'p@ss',
    };
    const config = loadConfig({ ...SECRETS, ...parts });
    expect(config.ownerDatabaseUrl).toBe('postgres://me%40home:p%3A%2F%3F%23@db.test:5432/house');
    expect(config.redisUrl).toBe('redis://:p%40ss@redis.test:6380');
    const urls = { DATABASE_URL: 'postgres://x/y', REDIS_URL: 'rediss://z' };
    const whole = loadConfig({ ...SECRETS, ...parts, ...urls });
    expect([whole.ownerDatabaseUrl, whole.redisUrl]).toEqual(['postgres://x/y', 'rediss://z']);
  });

  it('names the nodes of a Redis Cluster, with the log-in of REDIS_URL or its parts', () => {
    const nodes = { REDIS_CLUSTER: 'one.test:7000, [::1]:7001' };
    const told = [
      { host: 'one.test', port: 7000 },
      { host: '::1', port: 7001 },
    ];
    expect(loadConfig({ ...SECRETS, ...nodes }).redisCluster).toEqual({ nodes: told, tls: false });
    expect(loadConfig({ ...SECRETS, ...nodes, REDIS_PASSWORD: 'p@ss' }).redisCluster).toMatchObject({
      password: 'p@ss',
    });
    const url = { REDIS_URL: 'rediss://me:p%40ss@one.test:7000' };
    expect(loadConfig({ ...SECRETS, ...nodes, ...url }).redisCluster).toEqual({
      ...{ nodes: told, username: 'me', password: 'p@ss', tls: true },
    });
    expect(loadConfig(SECRETS).redisCluster).toBeUndefined();
    for (const bad of ['one.test', 'redis://one.test:7000', 'a:1 b:2', 'one.test:x'])
      expect(() => loadConfig({ ...SECRETS, REDIS_CLUSTER: bad })).toThrow(/REDIS_CLUSTER/);
  });

  it('reads no variable it does not name', () => {
    const config = loadConfig({ ...SECRETS, HOSTILE: 'x', constructor: 'x' });
    expect(config).toBeInstanceOf(Config);
    expect(Object.keys(config).filter((name) => !CONFIG_NAMES.includes(name))).toEqual([]);
  });
});
