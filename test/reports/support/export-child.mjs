/** Writes a file of so many rows and tells its hash, its lines and the most memory the process had. */
import { createHash } from 'node:crypto';
import { csv, pdf, xlsx } from '../../../dist/src/platform/exports/index.js';

const [format, rows] = [process.argv[2], Number(process.argv[3])];
const columns = [
  { title: 'Customer', type: 'text' },
  { title: 'Total', type: 'decimal' },
  { title: 'Day', type: 'date' },
  { title: 'Sent', type: 'instant' },
];
function* batches() {
  for (let from = 0; from < rows; from += 1_000)
    yield Array.from({ length: Math.min(1_000, rows - from) }, (_, n) => [
      `Łódź ${from + n}, ${'x'.repeat(n % 40)}`,
      `${from + n}.50`,
      '2026-03-08',
      new Date(Date.UTC(2026, 2, 8) + (from + n) * 1_000),
    ]);
}
const options = {
  timezone: 'America/New_York',
  title: 'Quotes',
  sheetName: 'Quotes',
  author: 'Alpine',
  createdAt: new Date(Date.UTC(2026, 2, 9)),
  facts: [],
  footer: 'Alpine',
  rows,
};
const hash = createHash('sha256');
let lines = 0;
for await (const piece of { csv, xlsx, pdf }[format](columns, batches(), options)) {
  hash.update(piece);
  if (format === 'csv') for (let at = -1; (at = piece.indexOf('\n', at + 1)) >= 0;) lines++;
}
console.log(JSON.stringify({ sha256: hash.digest('hex'), lines, peakMb: process.resourceUsage().maxRSS / 1024 }));
