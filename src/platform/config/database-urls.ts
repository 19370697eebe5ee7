import { scryptSync } from 'node:crypto';

/** Whose connections: a tenant's, bound by row-level security, or the platform's own. */
export type Side = 'app' | 'system';

/** Postgres roles with the rights of either side, made by the first migration; by default also who logs in. */
export const RIGHTS_ROLES = { app: 'nightshift_app', system: 'nightshift_system' } as const;

/** Where Postgres is and who may log in there, as the environment tells it. */
export interface DatabaseSettings {
  DATABASE_URL?: string;
  DB_HOST?: string;
  DB_PORT?: number | string;
  DB_NAME?: string;
  DB_USER?: string;
  DB_PASSWORD?: string;
  DATABASE_APP_URL?: string;
  DATABASE_SYSTEM_URL?: string;
  DB_APP_PASSWORD?: string;
  DB_SYSTEM_PASSWORD?: string;
}

/** postgres:// URL of the schema's owner, from DATABASE_URL or the DB_* parts. */
export function ownerUrl(settings: DatabaseSettings): string {
  if (settings.DATABASE_URL) return settings.DATABASE_URL;
  const url = new URL('postgres://127.0.0.1/nightshift');
  // An IPv6 address stands in brackets in a URL.
  if (settings.DB_HOST) url.hostname = settings.DB_HOST.includes(':') ? `[${settings.DB_HOST}]` : settings.DB_HOST;
  url.port = String(settings.DB_PORT || 5432);
  url.pathname = `/${settings.DB_NAME || 'nightshift'}`;
  url.username = encodeURIComponent(settings.DB_USER || 'postgres');
  url.password = encodeURIComponent(settings.DB_PASSWORD ?? '');
  return url.href;
}

/**
 * postgres:// URL under which a side logs in: its own, else the owner's with the side's role and password. Without a
 * password of its own, one is derived from the owner's: every machine that knows the owner finds the same one, and it
 * leads no way back to the owner's.
 * @returns undefined when nothing says with which password
 */
export function logInUrl(side: Side, settings: DatabaseSettings): string | undefined {
  const own = side === 'app' ? settings.DATABASE_APP_URL : settings.DATABASE_SYSTEM_URL;
  if (own) return own;
  const owner = ownerUrl(settings);
  // The URL of a Unix socket holds no user, so no other log-in can be derived from it.
  if (!URL.canParse(owner) || !new URL(owner).host) return undefined;
  const url = new URL(owner);
  const password =
    (side === 'app' ? settings.DB_APP_PASSWORD : settings.DB_SYSTEM_PASSWORD) ||
    derived(side, decodeURIComponent(url.password));
  if (!password) return undefined;
  url.username = RIGHTS_ROLES[side];
  url.password = encodeURIComponent(password);
  return url.href;
}

const known = new Map<string, string>();

/** Slow on purpose, so that a weak password of the owner cannot be guessed from it; therefore computed once a process. */
function derived(side: Side, password: string): string | undefined {
  if (!password) return undefined;
  const key = `${side}:${password}`;
  const kept = known.get(key);
  if (kept) return kept;
  const value = scryptSync(password, `nightshift log-in: ${RIGHTS_ROLES[side]}`, 24).toString('base64url');
  known.set(key, value);
  return value;
}
