/**
 * Binary STL of a ring of many triangles: read it and sum up its volume, weld it and count its edges, analyse all of it. Beside plain
 * reading of the file, three's STLLoader and node-stl, each in a process of its own, so that its peak memory is its own.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ratios, ROUNDS, spread } from './support/figures.mjs';
import { writeRing } from './support/ring.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const TRIANGLES = size(1_000_000, 20_000, 'BENCH_TRIANGLES');
const LARGE = size(5_000_000, 40_000, 'BENCH_LARGE_TRIANGLES');

const folder = mkdtempSync(join(tmpdir(), 'nightshift-geometry-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

function run(contender, path) {
  const child = fork(new URL('./contenders/geometry.mjs', import.meta.url), [JSON.stringify({ contender, path })]);
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${contender} ended with ${code}`)));
  });
}

const path = join(folder, 'ring.stl');
const ring = writeRing(path, TRIANGLES);
const names = ['plain', 'nightshift', 'three', 'node-stl', 'analyse'];
const results = Object.fromEntries(names.map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  // Another one is first each time.
  const order = names.map((_, i) => names[(i + round) % names.length]);
  for (const name of order) results[name].push(await run(name, path));
}

const millions = (count, times) => times.map((time) => count / 1e6 / time);
const loading = (name) => results[name].map((result) => result.loading);
const peak = (name) => `${median(results[name].map((result) => result.peak)).toFixed(0)} MB peak`;
const rate = (name) => `${spread(millions(ring.count, loading(name)))} Mtri/s`;

heading(`binary STL, ${ring.count.toLocaleString('en')} triangles`);
const ours = millions(ring.count, loading('nightshift'));
row('read + volume', rate('nightshift'), peak('nightshift'), { value: median(ours), atLeast: 8, unit: 'Mtri/s' });
row('plain reading of the file', rate('plain'), peak('plain'));
row(
  "three's STLLoader + volume",
  rate('three'),
  `${spread(ratios(loading('three'), loading('nightshift')))} × our time`,
);
row('', '', peak('three'));
row('node-stl', rate('node-stl'), `${spread(ratios(loading('node-stl'), loading('nightshift')))} × our time`);
row('', '', peak('node-stl'));
const checks = millions(
  ring.count,
  results.nightshift.map((result) => result.checking),
);
row('weld + census', `${spread(checks)} Mtri/s`, '', { value: median(checks), atLeast: 1.5, unit: 'Mtri/s' });
row('whole analysis', rate('analyse'), peak('analyse'));
exactly('open edges', results.nightshift[0].open, 0);
for (const name of ['nightshift', 'three', 'analyse']) {
  const off = Math.abs(results[name][0].volume / ring.volume - 1);
  exactly(`volume within 1 % of the ring's, ${name}`, off < 0.01, true);
}

const large = join(folder, 'large.stl');
const many = writeRing(large, LARGE);
const whole = await run('analyse', large);
heading(`a whole analysis of ${many.count.toLocaleString('en')} triangles`);
row('time', `${whole.loading.toFixed(1)} s`);
row('peak memory', `${whole.peak.toFixed(0)} MB`, '', { value: whole.peak, below: 1400, unit: 'MB' });
process.exit(exitCode());
