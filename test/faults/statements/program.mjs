// The short form: statement faults on a database and a Redis that are given. Prints the report as its last line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAll } from '../../../scripts/lib/processes.mjs';
import { statementFaults } from './suite.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-statements-'));
let ok = false;
try {
  const started = Date.now();
  const say = (text) => console.error(`    ${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
  const report = await statementFaults(folder, { ...JSON.parse(process.argv[2]), say });
  ok = report.ok;
  console.log(JSON.stringify(report));
} finally {
  await killAll();
  if (ok) rmSync(folder, { recursive: true, force: true });
  else console.error(`logs of the processes: ${join(folder, 'logs')}`);
}
