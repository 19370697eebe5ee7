import { randomBytes } from 'node:crypto';
import { home, readJson, writeJson } from './paths.mjs';

/** How each secret is made that the environment does not set. */
const MADE = {
  CRON_SECRET: () => text(36),
  JWT_SECRET: () => text(36),
  SECRET_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
};

function text(bytes) {
  return randomBytes(bytes).toString('base64url');
}

/** The file that keeps what was made: what Postgres holds encrypted cannot be read without it. */
export const secretsFile = () => home('secrets.json');

/** Every secret a server needs: what is set, else what was made before, else made now and kept. */
export function secrets() {
  const kept = readJson(secretsFile(), {});
  for (const [name, make] of Object.entries(MADE)) kept[name] ??= make();
  writeJson(secretsFile(), kept);
  return keptSecrets();
}

/** The secrets made before, which running processes use. */
export function keptSecrets() {
  const kept = readJson(secretsFile(), {});
  return Object.fromEntries(Object.keys(MADE).map((name) => [name, process.env[name] || kept[name]]));
}

/** A password that is made once and kept. */
export function keptPassword(name) {
  const kept = readJson(secretsFile(), {});
  kept[name] ??= text(24);
  writeJson(secretsFile(), kept);
  return kept[name];
}
