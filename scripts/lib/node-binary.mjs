import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './print.mjs';
import { run } from './processes.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const QUIETLY = ['--no-audit', '--no-fund'];

/** Path of a Node of this version (`22`, `24.11.0`), installed into the folder from the npm package `node`. @throws Stop */
export async function provideNode(version, folder) {
  mkdirSync(folder, { recursive: true });
  await must(
    npm,
    ['install', '--prefix', folder, '--no-save', '--no-package-lock', ...QUIETLY, `node@${version}`],
    folder,
  );
  return nodeOf(join(folder, 'node_modules/node'));
}

/**
 * The binary of an installed package `node`. It fetches the one for this platform in its install script; where npm is told to
 * run none, we run that one ourselves. @throws Stop
 */
export async function nodeOf(folder) {
  const binary = join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  if (!existsSync(binary)) await must(process.execPath, ['installArchSpecificPackage.js'], folder);
  await must(binary, ['--version'], folder);
  return binary;
}

export async function must(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new Stop(`${command} ${args[0]} failed in ${cwd}:\n${output}`);
}
