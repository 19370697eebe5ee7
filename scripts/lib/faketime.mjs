import { existsSync, readdirSync } from 'node:fs';
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
