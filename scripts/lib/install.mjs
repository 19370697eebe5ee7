import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { run } from './processes.mjs';
import { programFile } from './programs.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** npm install, unless what package-lock.json says is installed already. */
export async function install(say) {
  const stamp = join(ROOT, 'node_modules/.nightshift-stamp');
  const lock = ['package.json', 'package-lock.json'].map((name) => readFileSync(join(ROOT, name), 'utf8'));
  // Depends on the machine, not on the version of Node: the native modules use Node-API, which is the same in all versions.
  const wanted = hashOf(...lock, process.platform, process.arch);
  if (read(stamp) === wanted) return 'installed';
  say('npm install, a minute or two');
  // Removed first, so that an interrupted installation does not keep the stamp of a complete one.
  rmSync(stamp, { force: true });
  // The build needs the development packages, also where NODE_ENV says production.
  const options = ['--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const { code, output } = await run(npm, ['install', ...options], { cwd: ROOT });
  if (code !== 0) throw new Stop(`npm install failed:\n${output}`);
  writeFileSync(stamp, wanted);
  return 'installed now';
}

/** Compiles, unless nothing that goes into the build has changed. */
export async function build(say) {
  const stamp = join(ROOT, 'dist/.stamp');
  const wanted = hashOf(
    ...[
      'package-lock.json',
      'scripts/compile.mjs',
      'scripts/bundle.mjs',
      'scripts/lib/programs.mjs',
      'scripts/lib/swc.mjs',
      'scripts/product.mjs',
    ].map((name) => readFileSync(join(ROOT, name), 'utf8')),
    ...['src', 'migrations'].flatMap((folder) => sources(join(ROOT, folder))),
  );
  if (read(stamp) === wanted && existsSync(programFile('main'))) return 'up to date';
  say('compiling');
  // Old output is removed: a migration that was renamed must not run a second time under its old name.
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const { code, output } = await run(npm, ['run', '--silent', 'build'], { cwd: ROOT });
  if (code !== 0) throw new Stop(`The build failed:\n${output}`);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
  return 'built';
}

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .sort()
    .map((file) => `${file}:${statSync(file).size}:${hashOf(readFileSync(file, 'utf8'))}`);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
