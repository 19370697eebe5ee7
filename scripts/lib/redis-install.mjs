import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './paths.mjs';
import { run } from './processes.mjs';

const SERVERS = ['redis-server', 'valkey-server'];
const NO_QUESTIONS = 'DEBIAN_FRONTEND=noninteractive';
const WAIT_FOR_LOCK = ['-o', 'DPkg::Lock::Timeout=120'];
/** Package managers, tried in order, and the packages of each, the first that it has. */
const MANAGERS = [
  {
    name: 'apt-get',
    update: ['apt-get', ...WAIT_FOR_LOCK, 'update'],
    install: ['apt-get', ...WAIT_FOR_LOCK, 'install', '-y', '--no-install-recommends'],
    packages: ['redis-server', 'valkey-server'],
  },
  { name: 'dnf', install: ['dnf', 'install', '-y'], packages: ['redis', 'valkey'] },
  { name: 'apk', install: ['apk', 'add'], packages: ['redis', 'valkey'] },
  { name: 'brew', install: ['brew', 'install'], packages: ['redis', 'valkey'] },
];

/** Path of redis-server or valkey-server: the system's, else one installed now; undefined when that is not possible. */
export async function provideRedis(say) {
  return find() ?? (await bySystem(say)) ?? (await unpacked(say));
}

/** Path of the command, also where a non-login shell often does not look. */
export function which(name) {
  const PATH = `${process.env.PATH}:/usr/local/bin:/opt/homebrew/bin:/usr/local/sbin:/usr/sbin`;
  const found = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8', env: { ...process.env, PATH } });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

function find() {
  for (const name of SERVERS) {
    const path = which(name);
    if (path) return path;
  }
  return undefined;
}

async function bySystem(say) {
  const root = process.getuid?.() === 0;
  const sudo = !root && which('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  for (const { name, update, install, packages } of MANAGERS) {
    // brew must not run as root, the others must.
    if (!which(name) || (name === 'brew' ? root : !root && !sudo)) continue;
    // RUNLEVEL: the package must not start its own server.
    const prefix = name === 'brew' ? [] : [...(root ? [] : ['sudo', '-n']), 'env', NO_QUESTIONS, 'RUNLEVEL=1'];
    say(`installing it with ${name}`);
    // An update may fail because of one stale source; the install may still work.
    if (update) await execute([...prefix, ...update]);
    for (const one of packages) {
      const done = await execute([...prefix, ...install, one]);
      if (done && find()) return find();
    }
  }
  return undefined;
}

/** Without root: Debian's packages, unpacked into a folder of ours, with the libraries the system lacks. */
async function unpacked(say) {
  const folder = home('tools', 'redis');
  const binary = join(folder, 'run');
  if (existsSync(binary)) return binary;
  if (!which('apt-get') || !which('dpkg-deb')) return undefined;
  say('unpacking it from the packages of the system');
  const half = `${folder}.${process.pid}`;
  const [lists, cache] = ['lists', 'cache'].map((name) => join(half, name));
  for (const path of [join(lists, 'partial'), join(cache, 'archives/partial')]) mkdirSync(path, { recursive: true });
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1'];
  try {
    await execute(['apt-get', ...own, 'update']);
    for (const name of SERVERS) {
      const fetch = ['install', '-y', '--no-install-recommends', '--download-only', name];
      const fetched = await execute(['apt-get', ...own, ...fetch]);
      const debs = readdirSync(join(cache, 'archives')).filter((file) => file.endsWith('.deb'));
      if (!fetched || debs.length === 0) continue;
      for (const deb of debs) await execute(['dpkg-deb', '-x', join(cache, 'archives', deb), join(half, 'root')]);
      if (!existsSync(join(half, 'root/usr/bin', name))) continue;
      for (const path of [lists, cache]) rmSync(path, { recursive: true, force: true });
      // exec: the pid stays the one that was started, which is how we know our server from another.
      const script = [
        '#!/bin/sh',
        'libraries=',
        'here=$(dirname "$0")/root/usr',
        'for dir in "$here"/lib "$here"/lib/*-linux-gnu*; do libraries="$libraries:$dir"; done',
        `LD_LIBRARY_PATH="\${libraries#:}" exec "$here/bin/${name}" "$@"`,
      ];
      writeFileSync(join(half, 'run'), `${script.join('\n')}\n`);
      chmodSync(join(half, 'run'), 0o755);
      renameSync(half, folder);
      return (await execute([binary, '--version'])) ? binary : undefined;
    }
    return undefined;
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

async function execute([command, ...args]) {
  return (await run(command, args)).code === 0;
}
