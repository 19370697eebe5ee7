/**
 * Files of a report's rows: CSV and XLSX of a million, a PDF table of a hundred thousand, each beside what one would otherwise
 * use. Every run is a process of its own; its most memory is what the system says of it at its end.
 */
import { fork } from 'node:child_process';
import { readFileSync, rmSync, statSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ratios, ROUNDS, spread } from './support/figures.mjs';
import { quiet } from './support/quiet.mjs';
import { size } from './support/size.mjs';
import { exactly, exitCode, heading, row } from './support/verdict.mjs';

const ROWS = size(1_000_000, 2_000, 'BENCH_EXPORT_ROWS');
const PDF_ROWS = size(100_000, 1_000, 'BENCH_EXPORT_PDF_ROWS');
/** pdfmake has its whole layout in memory: fewer rows for it, and its time in proportion, which flatters it. */
const PDFMAKE_ROWS = size(5_000, 1_000, 'BENCH_EXPORT_PDFMAKE_ROWS');

const FORMATS = [
  { format: 'csv', rows: () => ROWS, names: ['csv nightshift', 'csv join', 'csv csv-stringify'] },
  { format: 'xlsx', rows: () => ROWS, names: ['xlsx nightshift', 'xlsx exceljs'] },
  {
    format: 'pdf',
    rows: (name) => (name === 'pdf pdfmake' ? PDFMAKE_ROWS : PDF_ROWS),
    names: ['pdf nightshift', 'pdf pdfmake'],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'exports-'));

async function run(contender, rows) {
  const path = join(folder, 'file');
  await quiet();
  const figures = await new Promise((resolve, reject) => {
    const task = JSON.stringify({ contender, rows, path });
    const child = fork(join(import.meta.dirname, 'contenders/export.mjs'), [task]);
    child.once('message', (message) => {
      resolve(message);
      child.disconnect();
    });
    child.once('exit', (code) => code !== 0 && reject(new Error(`${contender} ended with ${code}`)));
  });
  const bytes = statSync(path).size;
  if (contender.startsWith('csv')) exactly(`${contender}: lines`, linesOf(path), rows + 1);
  else exactly(`${contender}: a whole file`, isWhole(path), true);
  rmSync(path);
  return { ...figures, bytes };
}

function linesOf(path) {
  let lines = 0;
  for (const byte of readFileSync(path)) if (byte === 10) lines++;
  return lines;
}

/** The end of a zip file or a PDF. */
function isWhole(path) {
  const end = readFileSync(path).subarray(-64).toString('latin1');
  return end.includes('PK\u0005\u0006') || end.trimEnd().endsWith('%%EOF');
}

for (const { format, rows, names } of FORMATS) {
  heading(`${format}, ${rows(names[0]).toLocaleString('en')} rows of 8 columns, ${ROUNDS} rounds, median [min..max]`);
  const times = {};
  const peaks = {};
  const sizes = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) {
      const { seconds, peakMb, bytes } = await run(name, rows(name));
      (times[name] ??= []).push((seconds * rows(names[0])) / rows(name));
      (peaks[name] ??= []).push(peakMb);
      sizes[name] = bytes;
    }
  const [own, other] = names;
  for (const name of names) {
    const ratio = name === own ? '' : `× ${spread(ratios(times[own], times[name]))} of it`;
    const note = rows(name) === rows(own) ? '' : ` (from ${rows(name).toLocaleString('en')} rows)`;
    row(name, `${spread(times[name])} s${note}`, ratio);
    row('  most memory, file', `${spread(peaks[name], 0)} MB`, `${(sizes[name] / 1e6).toFixed(1)} MB`);
  }
  const ratio = median(ratios(times[own], times[other]));
  if (format === 'csv') row('time / hand-written join', ratio.toFixed(2), '', { value: ratio, atMost: 1.25 });
  if (format === 'xlsx')
    row('most memory', median(peaks[own]).toFixed(0), '', { value: median(peaks[own]), atMost: 110, unit: 'MB' });
  if (format === 'pdf') row('time / pdfmake', ratio.toFixed(2), '', { value: ratio, atMost: 0.6 });
}
rmSync(folder, { recursive: true });
process.exit(exitCode());
