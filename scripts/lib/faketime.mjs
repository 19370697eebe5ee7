import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { which } from './redis-install.mjs';

const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=120'];

/**
 * Path of the library of Debian's package faketime that gives processes another clock (LD_PRELOAD); installed now, as root
 * or with sudo, if it is not there. Undefined when that is not possible.
 */
export async function provideFaketime(say) {
  if (process.platform !== 'linux') return undefined;
  const found = find();
  if (found || !which('apt-get')) return found;
  const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && !which('sudo')) return undefined;
  say('installing faketime with apt-get');
  const apt = (...args) =>
    run(...split([...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...WAIT_FOR_LOCK, ...args]));
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'faketime');
  return find();
}

function find() {
  const roots = ['/usr/lib', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  // The one for processes with threads.
  return roots.map((root) => join(root, 'faketime/libfaketimeMT.so.1')).find((path) => existsSync(path));
}

function split([command, ...args]) {
  return [command, args];
}

/**
 * Removes the shared memory that processes with such a clock left when they were killed. It is named by their pids, and a later process
 * of another user that gets the pid of one of them would end at once.
 */
export function removeLeftMemory(folder = '/dev/shm') {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const [, pid] = /^(?:sem\.)?faketime_(?:sem|shm)_(\d+)$/.exec(name) ?? [];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(folder, name), { force: true });
  }
}

/** A clock that several processes share and that can be set while they run (libfaketime reads it from a file). */
export class Clock {
  #aheadMs = 0;

  constructor(file, library) {
    this.file = file;
    this.library = library;
  }

  /** @param {number} at ms since 1970 */
  set(at) {
    const seconds = Math.round((at - Date.now()) / 1000);
    this.#aheadMs = seconds * 1000;
    // Through a rename: a reader never sees half of it. Postgres runs as another user, who must be able to read it.
    writeFileSync(`${this.file}.new`, `${seconds < 0 ? '' : '+'}${seconds}s\n`, { mode: 0o644 });
    renameSync(`${this.file}.new`, this.file);
  }

  /** What it shows now, ms since 1970. */
  now() {
    return Date.now() + this.#aheadMs;
  }

  get env() {
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1',
      // Timers go on as they are.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }
}
