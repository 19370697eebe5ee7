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
const bytes = (source) => into(Readable.from(source, { objectMode: false }));
const ours = (name) => import(`../../dist/src/platform/exports/${name}.js`);

/** Each is loaded first and then timed. */
const CONTENDERS = {
  'csv nightshift': async () => {
    const { csv } = await ours('csv');
    return () => bytes(csv(COLUMNS, batches(), OPTIONS));
  },
  // No quotes, no guard: what nobody may write, and nothing can be faster than.
  'csv join': () => () => bytes(joined()),
  'csv csv-stringify': async () => {
    const { stringify } = await import('csv-stringify');
    const options = { header: true, columns: TITLES, record_delimiter: 'windows', escape_formulas: true };
    return () => pipeline(Readable.from(single()), stringify(options), createWriteStream(path));
  },
  'xlsx nightshift': async () => {
    const { xlsx } = await ours('xlsx');
    return () => into(xlsx(COLUMNS, batches(), OPTIONS));
  },
  'xlsx exceljs': async () => {
    const { default: ExcelJS } = await import('exceljs');
    return async () => {
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({
        filename: path,
        useStyles: false,
        useSharedStrings: false,
      });
      const sheet = book.addWorksheet('Quotes');
      sheet.addRow(TITLES).commit();
      for (const batch of batches()) {
        for (const row of batch) sheet.addRow(row).commit();
        await new Promise((later) => setImmediate(later));
      }
      sheet.commit();
      await book.commit();
    };
  },
  'pdf nightshift': async () => {
    const { pdf } = await ours('pdf');
    return () => bytes(pdf(COLUMNS, batches(), OPTIONS));
  },
  'pdf pdfmake': async () => {
    const { default: pdfmake } = await import('pdfmake');
    const folder = '../../node_modules/pdfmake/fonts/Roboto/';
    const file = (name) => new URL(folder + name, import.meta.url).pathname;
    pdfmake.setFonts({ Roboto: { normal: file('Roboto-Regular.ttf'), bold: file('Roboto-Medium.ttf') } });
    pdfmake.setUrlAccessPolicy(() => false);
    pdfmake.setLocalAccessPolicy(() => true);
    return async () => {
      const body = [TITLES, ...single()].map((row) => row.map(String));
      const document = pdfmake.createPdf({
        pageOrientation: 'landscape',
        defaultStyle: { fontSize: 8 },
        footer: (page, pages) => `Page ${page} of ${pages}`,
        content: [{ table: { headerRows: 1, widths: TITLES.map(() => '*'), body }, layout: 'lightHorizontalLines' }],
      });
      await document.write(path);
    };
  },
};

function* joined() {
  yield TITLES.join(',') + '\r\n';
  for (const batch of batches()) {
    let text = '';
    for (const row of batch) text += row.join(',') + '\r\n';
    yield text;
  }
}

const write = await CONTENDERS[contender]();
const started = performance.now();
await write();
const seconds = (performance.now() - started) / 1000;
process.send({ seconds, peakMb: process.resourceUsage().maxRSS / 1024 });
await once(process, 'disconnect');
