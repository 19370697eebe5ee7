/**
 * One contender of the bench `exports` in a process of its own: writes a file of so many rows and tells how long it took and
 * how much memory the process had at most. All are given the same rows, a thousand at a time, as a cursor gives them.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const { contender, rows, path } = JSON.parse(process.argv[2]);
const COLUMNS = [
  { title: 'Number', type: 'text' },
  { title: 'Customer', type: 'text' },
  { title: 'E-mail', type: 'text' },
  { title: 'Parts', type: 'number' },
  { title: 'Net', type: 'decimal' },
  { title: 'Total', type: 'decimal' },
  { title: 'Day', type: 'date' },
  { title: 'Currency', type: 'text' },
];
const TITLES = COLUMNS.map(({ title }) => title);

function rowOf(n) {
  const net = `${n % 10_000}.${String(n % 100).padStart(2, '0')}`;
  const day = `2026-03-${String((n % 28) + 1).padStart(2, '0')}`;
  return [`Q-2026-${n}`, `Customer ${n}`, `c${n}@example.com`, n % 97, net, net, day, 'EUR'];
}

function* batches() {
  for (let from = 0; from < rows; from += 1_000)
    yield Array.from({ length: Math.min(1_000, rows - from) }, (_, n) => rowOf(from + n));
}

function* single() {
  for (const batch of batches()) yield* batch;
}

const OPTIONS = {
  timezone: 'UTC',
  title: 'Quotes',
  author: 'Bench',
  createdAt: new Date(0),
  facts: [],
  footer: 'Bench',
  sheetName: 'Quotes',
  rows,
};
const into = (source) => pipeline(source, createWriteStream(path));
const ours = () => import('../../dist/src/platform/exports/index.js');

const CONTENDERS = {
  'csv nightshift': async () =>
    into(Readable.from((await ours()).csv(COLUMNS, batches(), OPTIONS), { objectMode: false })),
  // No quotes, no guard: what nobody may write, and nothing can be faster than.
  'csv join': () =>
    into(
      Readable.from(
        (function* () {
          yield TITLES.join(',') + '\r\n';
          for (const batch of batches()) {
            let text = '';
            for (const row of batch) text += row.join(',') + '\r\n';
            yield text;
          }
        })(),
        { objectMode: false },
      ),
    ),
  'csv csv-stringify': async () => {
    const { stringify } = await import('csv-stringify');
    const options = { header: true, columns: TITLES, record_delimiter: 'windows', escape_formulas: true };
    await pipeline(Readable.from(single()), stringify(options), createWriteStream(path));
  },
  'xlsx nightshift': async () => into((await ours()).xlsx(COLUMNS, batches(), OPTIONS)),
  'xlsx exceljs': async () => {
    const { default: ExcelJS } = await import('exceljs');
    const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: false, useSharedStrings: false });
    const sheet = book.addWorksheet('Quotes');
    sheet.addRow(TITLES).commit();
    for (const batch of batches()) {
      for (const row of batch) sheet.addRow(row).commit();
      await new Promise((later) => setImmediate(later));
    }
    sheet.commit();
    await book.commit();
  },
  'pdf nightshift': async () =>
    into(Readable.from((await ours()).pdf(COLUMNS, batches(), OPTIONS), { objectMode: false })),
  'pdf pdfmake': async () => {
    const { default: pdfmake } = await import('pdfmake');
    const folder = '../../node_modules/pdfmake/fonts/Roboto/';
    const file = (name) => new URL(folder + name, import.meta.url).pathname;
    pdfmake.setFonts({ Roboto: { normal: file('Roboto-Regular.ttf'), bold: file('Roboto-Medium.ttf') } });
    pdfmake.setUrlAccessPolicy(() => false);
    pdfmake.setLocalAccessPolicy(() => true);
    const body = [TITLES, ...single()].map((row) => row.map(String));
    const document = pdfmake.createPdf({
      pageOrientation: 'landscape',
      defaultStyle: { fontSize: 8 },
      footer: (page, pages) => `Page ${page} of ${pages}`,
      content: [{ table: { headerRows: 1, body }, layout: 'lightHorizontalLines' }],
    });
    await document.write(path);
  },
};

const started = performance.now();
await CONTENDERS[contender]();
const seconds = (performance.now() - started) / 1000;
process.send({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 });
await once(process, 'disconnect');
