import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { satisfies, subset } from 'semver';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** How the schema's owner logs in: serving processes never do. */
const OWNER = ['DATABASE_URL', 'DB_USER', 'DB_PASSWORD'];

interface Service {
  image: string;
  build?: string;
  pull_policy?: string;
  environment: Record<string, string | number | null>;
}

describe('docker-compose.yml', () => {
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
  const ours = Object.entries(services).filter(([, { image }]) => image === 'nightshift');
  const variables = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);

  it('passes every variable of .env.example on, the log-in of the owner to the migrations alone, and no others', () => {
    expect(variables.length).toBeGreaterThan(40);
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'api', 'worker', 'scheduler']);
    for (const [name, { environment }] of ours) {
      const expected = variables.filter((variable) => name === 'migrate' || !OWNER.includes(variable));
      // A worker's heap has a limit.
      if (name === 'worker') expected.push('NODE_OPTIONS');
      expect({ name, variables: Object.keys(environment).sort() }).toEqual({ name, variables: expected.sort() });
    }
  });

  it('takes what is set outside, but for what the container fixes', () => {
    const fixed = Object.entries(services['api']!.environment).filter(
      ([name, value]) => value !== null && !String(value).includes(`\${${name}:`),
    );
    expect(Object.fromEntries(fixed)).toEqual({
      ROLES: 'api',
      HOST: '0.0.0.0',
      PORT: 3000,
      STORAGE_DIR: '/data/files',
    });
    expect(['api', 'worker', 'scheduler'].map((name) => services[name]!.environment['ROLES'])).toEqual([
      'api',
      'worker',
      'scheduler',
    ]);
  });

  it('builds its one image once', () => {
    expect(ours.filter(([, { build }]) => build !== undefined).map(([name]) => name)).toEqual(['migrate']);
    for (const [name, { pull_policy: policy }] of ours) expect(policy).toBe(name === 'migrate' ? 'build' : 'never');
  });
});

describe('package-lock.json', () => {
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { version: string; cpu?: string[]; engines?: { node?: string } }>;
  };

  it('holds nothing that asks for a newer Node than we promise', () => {
    expect(satisfies('20.19.0', engines.node)).toBe(true);
    const tooNew = Object.entries(packages)
      // There is no newer Node for 32-bit Windows: what is made for it alone rules the newer ones out.
      .filter(([, { cpu }]) => !cpu?.every((name) => name === 'ia32'))
      .filter(([path, { engines: wanted }]) => path !== '' && wanted?.node && !subset(engines.node, wanted.node))
      .map(([path, { version, engines: wanted }]) => `${path}@${version} wants ${wanted!.node!}`);
    expect(tooNew).toEqual([]);
  });
});
