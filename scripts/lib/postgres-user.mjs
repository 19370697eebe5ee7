import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, parse } from 'node:path';
import { hashOf, ROOT } from './paths.mjs';
import { Stop } from './print.mjs';

/**
 * The user that Postgres runs as when this script runs as root, because Postgres refuses to run as root: the system's own
 * `postgres`, or one made for it. Undefined when this script does not run as root. @throws Stop
 */
export function serviceUser() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nightshift', 'nobody']) {
    if (name === 'nightshift')
      spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || NaN),
    );
    if (Number.isInteger(uid) && uid > 0) return { uid, gid };
  }
  throw new Stop(
    'Postgres does not run as root and no other user could be made. Set DATABASE_URL to a server of yours.',
  );
}

/** The folder itself if the user can walk to it, else one under /var/lib that belongs to this project and folder. */
export function reachable(folder, user) {
  mkdirSync(folder, { recursive: true });
  // A temporary folder is closed to others; Postgres' user only needs to walk through it.
  if (user && dirname(folder) === tmpdir()) chmodSync(folder, 0o711);
  if (!user || canReach(folder, user)) return folder;
  const base = '/var/lib/nightshift';
  const place = `${base}/${hashOf(ROOT, folder).slice(0, 12)}`;
  mkdirSync(place, { recursive: true });
  // Whatever root's umask is, the user must get through.
  for (const path of [base, place]) chmodSync(path, 0o755);
  return place;
}

/** True when the user may walk to the path (and run it, if it is a file). */
export function canReach(path, { uid, gid }) {
  accessSync(path, constants.F_OK);
  for (let at = path; ; at = dirname(at)) {
    const stat = statSync(at);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if (!(stat.mode & bit)) return false;
    if (at === parse(at).root) return true;
  }
}
