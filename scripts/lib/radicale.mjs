import { run } from './processes.mjs';
import { which } from './redis-install.mjs';

const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=120'];

/**
 * Path of Debian's CalDAV server radicale, which nobody here wrote; installed now, as root or with sudo, if it is not there.
 * Undefined when that is not possible.
 */
export async function provideRadicale(say) {
  const found = which('radicale');
  if (found || process.platform !== 'linux' || !which('apt-get')) return found;
  const sudo = process.getuid() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && !which('sudo')) return undefined;
  say('installing radicale with apt-get');
  const command = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...WAIT_FOR_LOCK];
  const apt = (...args) => run(command[0], [...command.slice(1), ...args]);
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'radicale');
  return which('radicale');
}
