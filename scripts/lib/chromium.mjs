import { spawnSync } from 'node:child_process';
import { which } from './redis-install.mjs';
import { run } from './processes.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=120'];

/** Path of a Chromium or Chrome for the tests of the console: the system's, else Debian's, installed now; undefined when neither can be had. */
export async function provideChromium(say) {
  const found = find();
  if (found || !which('apt-get')) return found;
  const root = process.getuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) return undefined;
  say('installing it with apt-get, a minute');
  const prefix = [...(root ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive'];
  const apt = (...args) => run(prefix[0], [...prefix.slice(1), 'apt-get', ...WAIT_FOR_LOCK, ...args]);
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium');
  return find();
}

function find() {
  const given = process.env.TEST_CHROMIUM;
  if (given) return given;
  const name = NAMES.find((one) => which(one));
  if (name) return which(name);
  return process.platform === 'darwin' && spawnSync(MAC, ['--version']).status === 0 ? MAC : undefined;
}
