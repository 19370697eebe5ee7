import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { run } from './processes.mjs';
import { programFile } from './programs.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** The web console has packages of its own, which the server must not find. */
const WEB = join(ROOT, 'web');

/** npm install, of the server and of the web console side by side, unless what package-lock.json says is installed already. */
export async function install(say) {
  const done = await Promise.all([installIn(ROOT, say), installIn(WEB, say)]);
  return done.includes('installed now') ? 'installed now' : 'installed';
}

async function installIn(folder, say) {
  const stamp = join(folder, 'node_modules/.nightshift-stamp');
  const lock = ['package.json', 'package-lock.json'].map((name) => readFileSync(join(folder, name), 'utf8'));
  // Depends on the machine, not on the version of Node: the native modules use Node-API, which is the same in all versions.
  const wanted = hashOf(...lock, process.platform, process.arch);
  if (read(stamp) === wanted) return 'installed';
  say('npm install, a minute or two');
  // Removed first, so that an interrupted installation does not keep the stamp of a complete one.
  rmSync(stamp, { force: true });
  // The build needs the development packages, also where NODE_ENV says production.
  const options = ['--no-save', '--include=dev', '--no-audit', '--no-fund'];
  const { code, output } = await run(npm, ['install', ...options], { cwd: folder });
  if (code !== 0) throw new Stop(`npm install failed:\n${output}`);
  writeFileSync(stamp, wanted);
  return 'installed now';
}

/** Builds server and console, unless nothing that goes into them has changed. */
export async function build(say) {
  const done = [await buildServer(say), await buildConsole(say)];
  return done.includes('built') ? 'built' : 'up to date';
}

/** The web console, into dist/web. */
export async function buildConsole(say) {
  const stamp = join(ROOT, 'dist/web.stamp');
  const files = ['src', 'public', 'scripts'].flatMap((folder) => everyFile(join(WEB, folder)));
  const wanted = hashOf(
    ...['package-lock.json', 'vite.config.ts', 'index.html'].map((name) => readFileSync(join(WEB, name), 'utf8')),
    // Made from openapi.json for the type checker; nothing of it is in the build.
    ...files.filter((file) => !file.endsWith('schema.d.ts')).map((file) => `${file}:${hashOf(readFileSync(file))}`),
  );
  if (read(stamp) === wanted && existsSync(join(ROOT, 'dist/web/index.html'))) return 'up to date';
  say('building the console');
  const { code, output } = await run(process.execPath, ['scripts/build.mjs'], { cwd: WEB });
  if (code !== 0) throw new Stop(`The build of the console failed:\n${output}`);
  writeFileSync(stamp, wanted);
  return 'built';
}

/** The types of the API's bodies for the console, from openapi.json. */
export async function apiTypes() {
  const { code, output } = await run(process.execPath, ['scripts/api-types.mjs'], { cwd: WEB });
  if (code !== 0) throw new Stop(`The types of the API could not be made:\n${output}`);
  return 'current';
}

function everyFile(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Compiles the server. */
async function buildServer(say) {
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
  for (const folder of ['src', 'migrations', 'bundle'])
    rmSync(join(ROOT, 'dist', folder), { recursive: true, force: true });
  const { code, output } = await run(npm, ['run', '--silent', 'build:server'], { cwd: ROOT });
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
