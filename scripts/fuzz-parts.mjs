#!/usr/bin/env node
/**
 * npm run fuzz:parts [-- --seed N --files N --seconds N --memory N --keep folder]: damages good part files of every format and has
 * each analysed in a process of its own. Each must end, within time and memory, in a result or in a PartFileError, and no part of
 * volume 0 may be priced without a person. A file that takes too much memory or time is tried again in the product's own child, which
 * must end it. --short: sixty files, each format in turn, for the tests. The same seed makes the same files.
 */
import './lib/node-version.mjs';
import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/install.mjs';
import { damage } from './lib/part-damage.mjs';
import { partSeeds } from './lib/part-seeds.mjs';
import { ROOT } from './lib/paths.mjs';
import { step } from './lib/print.mjs';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string' },
    files: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    memory: { type: 'string', default: '1400' },
    keep: { type: 'string' },
    short: { type: 'boolean', default: false },
  },
});
const seed = Number(options.seed ?? randomInt(1_000_000_000));
const count = Number(options.files ?? (options.short ? 60 : 10_000));
console.log(`  seed ${seed}: npm run fuzz:parts -- --seed ${seed} --files ${count}${options.short ? ' --short' : ''}`);

await step('build', build);
const built = (path) => import(join(ROOT, 'dist/src/quoting/analysis', path));
const { seeded } = await built('dfm/random.js');
const { analyseInChild } = await built('child/child-analysis.js');
const folder = mkdtempSync(join(tmpdir(), 'fuzz-parts-'));
const outcomes = new Map();
const faults = [];
let [child, memory, slowest] = [undefined, 0, { took: 0 }];

/**
 * A file that takes more memory or time than it may: the product's own child must end it, by a word that is known.
 * @returns its outcome, or a fault
 */
async function guarded(path, name) {
  const limits = { memoryBytes: Number(options.memory) * 1_048_576, timeoutMs: Number(options.seconds) * 1_000 };
  try {
    await analyseInChild({ path, name, unit: 'mm' }, limits, new AbortController().signal, {
      progress: () => undefined,
    });
    return { fault: undefined, outcome: 'within its limits in a process of its own' };
  } catch (error) {
    if (error.code === 'OUT_OF_MEMORY') return { fault: undefined, outcome: 'ended for its memory' };
    if (error.code === 'TOO_SLOW') return { fault: undefined, outcome: 'ended for its time' };
    if (error.name === 'PartFileError') return { fault: undefined, outcome: error.code };
    return { fault: `needed too much memory or time, and then: ${error.stack ?? error}` };
  }
}

/** The child's answer to one file; undefined when it did not come in time or the child died. */
async function analysed(file) {
  if (!child) {
    child = fork(join(import.meta.dirname, 'lib/part-child.mjs'), {
      execArgv: ['--max-old-space-size=1024'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (child.said = ((child.said ?? '') + text).slice(-2000)));
    await once(child, 'message');
  }
  child.send(file);
  const aborted = new AbortController();
  const timer = setTimeout(() => aborted.abort(), Number(options.seconds) * 1000);
  const { signal } = aborted;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([answer]) => answer),
      once(child, 'exit', { signal }).then(([code, by]) => ({
        fault: `the process ended (${by ?? code}): ${child.said ?? ''}`,
        ended: true,
      })),
    ]);
  } catch {
    return { late: true, ended: true };
  } finally {
    clearTimeout(timer);
    aborted.abort();
  }
}

/** Good files by the end of their name; `stp` and `step` are one. */
function byFormat(seeds) {
  const formats = new Map();
  for (const one of seeds) {
    const format = one.name.split('.').at(-1).toLowerCase().replace('stp', 'step');
    formats.set(format, [...(formats.get(format) ?? []), one]);
  }
  return formats;
}

function stop() {
  child?.kill('SIGKILL');
  child = undefined;
}

try {
  const seeds = await partSeeds({ quick: options.short });
  const formats = byFormat(seeds);
  await step('files', async (say) => {
    for (let i = 0; i < count; i++) {
      // Each file has its own numbers, so that one can be made again without those before it.
      const random = seeded(seed + i * 7919);
      // Of a few files each format has its share; of many, each good file.
      const some = options.short ? [...formats.values()][i % formats.size] : seeds;
      const chosen = some[Math.floor(random() * some.length)];
      const bytes = damage(chosen, seeds[Math.floor(random() * seeds.length)], random);
      const path = join(folder, 'part');
      writeFileSync(path, bytes);
      const started = performance.now();
      const answer = await analysed({ path, name: chosen.name, folder });
      const took = performance.now() - started;
      if (took > slowest.took) slowest = { took, file: i, name: chosen.name };
      memory = Math.max(memory, answer.memory ?? 0);
      if (answer.late || answer.memory > Number(options.memory)) {
        // Two at a time would need the time of both.
        stop();
        Object.assign(answer, await guarded(path, chosen.name));
      }
      if (answer.fault) {
        faults.push({ file: i, name: chosen.name, fault: answer.fault });
        if (options.keep) {
          mkdirSync(options.keep, { recursive: true });
          copyFileSync(path, join(options.keep, `${seed}-${i}-${chosen.name}`));
        }
      }
      if (answer.ended) stop();
      outcomes.set(answer.outcome ?? 'fault', (outcomes.get(answer.outcome ?? 'fault') ?? 0) + 1);
      if (i % 500 === 499) say(`${i + 1} files, ${faults.length} faults`);
    }
    return `${count} of ${[...formats.keys()].join(', ')}; most memory ${Math.round(memory)} MB, slowest ${(slowest.took / 1000).toFixed(1)} s (file ${slowest.file}, ${slowest.name})`;
  });
} finally {
  stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const [outcome, files] of [...outcomes].sort((a, b) => b[1] - a[1]))
  console.log(`    ${String(files).padStart(6)}  ${outcome}`);
for (const { file, name, fault } of faults.slice(0, 20)) console.log(`  FAULT file ${file} (${name}): ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
