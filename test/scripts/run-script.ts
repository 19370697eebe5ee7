import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project's root. */
export const ROOT = resolve(import.meta.dirname, '../..');

/** Runs one of scripts/ to its end and reads the report it wrote; what it printed goes to stderr, for those who read the log. */
export async function runScript<Report>(name: string, args: readonly string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-spec-'));
  const file = join(folder, 'report.json');
  try {
    const child = spawn(process.execPath, [`scripts/${name}.mjs`, ...args, '--report', file], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((done) => child.once('close', done));
    process.stderr.write(`\n${output}\n`);
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
