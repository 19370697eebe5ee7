import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, nodeOf } from './node-binary.mjs';
import { hashOf, ROOT } from './paths.mjs';

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
  await nodeOf(join(MODULES, 'node'));
  mkdirSync(MODULES, { recursive: true });
  writeFileSync(stamp, wanted);
  return 'installed now';
}
