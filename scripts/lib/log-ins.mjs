import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { keptPassword } from './secrets.mjs';

const SIDES = { app: 'APP', system: 'SYSTEM' };
/** Variables that hold the log-in of the database's owner. */
const OWNER = ['DATABASE_URL', 'DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_USER', 'DB_PASSWORD'];

/** True when the environment says where the database is. */
export function givesDatabase(env) {
  return ['DATABASE_URL', 'DB_HOST', 'DATABASE_APP_URL', 'DATABASE_SYSTEM_URL'].some((name) => env[name]);
}

/**
 * Adds under which URLs the serving processes log in to Postgres. Where the owner's URL has no password to derive theirs
 * from (the server trusts this machine), theirs are made and kept. Needs the build. @throws Stop
 */
export async function addLogIns(env) {
  const { logInUrl } = await import(pathToFileURL(join(ROOT, 'dist/src/platform/config/database-urls.js')));
  for (const [side, name] of Object.entries(SIDES)) {
    const url =
      logInUrl(side, env) ?? logInUrl(side, { ...env, [`DB_${name}_PASSWORD`]: keptPassword(`DB_${name}_PASSWORD`) });
    if (!url) throw new Stop(`Set DATABASE_${name}_URL: it cannot be made from your DATABASE_URL`);
    env[`DATABASE_${name}_URL`] = url;
  }
}

/** Removes the owner's log-in from the environment of serving processes: only migrations need it. */
export function forgetOwner(env) {
  for (const name of OWNER) delete env[name];
}
