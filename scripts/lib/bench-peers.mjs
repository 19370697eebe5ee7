import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, ROOT } from './paths.mjs';
import { Stop } from './print.mjs';
import { run } from './processes.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const BENCH = join(ROOT, 'bench');
const MODULES = join(BENCH, 'node_modules');

/** Installs the benches' peers into bench/node_modules, unless what bench/package.json says is there already. */
export async function installPeers(say) {
  const stamp = join(MODULES, '.nightshift-stamp');
  const wanted = hashOf(readFileSync(join(BENCH, 'package.json'), 'utf8'), process.platform, process.arch);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'installed';
  say('npm install, for the benches alone');
  rmSync(stamp, { force: true });
  const options = ['--no-save', '--no-package-lock', '--include=dev', '--no-audit', '--no-fund'];
  await must(npm, ['install', ...options], BENCH);
  await newerNode();
  mkdirSync(MODULES, { recursive: true });
  writeFileSync(stamp, wanted);
  return 'installed now';
}

/**
 * The package `node` fetches its binary for this platform in its install script. Where npm is told to run none, we
 * run that one ourselves.
 */
async function newerNode() {
  const folder = join(MODULES, 'node');
  const binary = join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  if (!existsSync(binary)) await must(process.execPath, ['installArchSpecificPackage.js'], folder);
  await must(binary, ['--version'], folder);
}

async function must(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new Stop(`${command} ${args[0]} failed in ${cwd}:\n${output}`);
}
