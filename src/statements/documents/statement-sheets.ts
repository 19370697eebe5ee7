import { Readable } from 'node:stream';
import { type Cell, csv, type ExportColumn, xlsx } from '../../platform/exports/index.js';
import { formatMoney } from '../../platform/money/index.js';
import type { StatementLine, StatementView } from '../statements/statement-types.js';
import { lineShareText, partialShares } from './share-texts.js';
import { stayColumns } from './stay-columns.js';
import { wordsOf } from './words/words.js';

export const STATEMENT_TABLES = ['stays', 'lines'] as const;
export type StatementTable = (typeof STATEMENT_TABLES)[number];

interface Sheet {
  columns: ExportColumn[];
  rows: Cell[][];
}

type LineColumn = [title: string, type: ExportColumn['type'], value: (line: StatementLine) => Cell];

/**
 * A statement's stays or lines as a file. What people typed is guarded against being read as a formula, amounts are decimal
 * numbers.
 */
export function sheetFile(
  table: StatementTable,
  format: 'csv' | 'xlsx',
  view: StatementView,
  numbers: ReadonlyMap<string, string>,
): Readable {
  const { columns, rows } = table === 'stays' ? staysSheet(view) : linesSheet(view, numbers);
  if (format === 'csv') return Readable.from(csv(columns, [rows], { timezone: 'UTC' }), { objectMode: false });
  return xlsx(columns, [rows], { timezone: 'UTC', sheetName: table });
}

function staysSheet(view: StatementView): Sheet {
  const words = wordsOf(view.owner.locale);
  const columns = stayColumns(view, words);
  return {
    columns: [...columns.map(({ title, type }) => ({ title, type })), { title: words.labels.note, type: 'text' }],
    rows: view.stays.map((stay) => [
      ...columns.map((column) =>
        column.amount ? formatMoney(column.amount(stay), view.currency) : column.value(stay),
      ),
      stay.note,
    ]),
  };
}

function linesSheet(view: StatementView, numbers: ReadonlyMap<string, string>): Sheet {
  const words = wordsOf(view.owner.locale);
  const { labels } = words;
  const listings = new Map(view.listings.map(({ id, code }) => [id, code]));
  const stays = new Map(view.stays.map(({ reservationId, code }) => [reservationId, code]));
  const columns: LineColumn[] = [
    [labels.date, 'date', ({ date }) => date],
    [labels.kind, 'text', ({ kind }) => kind],
    [labels.listing, 'text', ({ listingId }) => listingId && listings.get(listingId)],
    [labels.stay, 'text', ({ reservationId }) => reservationId && stays.get(reservationId)],
    [labels.nights, 'text', ({ nights }) => nights && `${nights.count}/${nights.of}`],
    [labels.description, 'text', ({ description }) => description],
    ...(partialShares(view).length > 0
      ? [[labels.share, 'text', (line) => lineShareText(line, words)] as LineColumn]
      : []),
    [`${labels.amount} ${view.currency}`, 'decimal', ({ amountMinor }) => formatMoney(amountMinor, view.currency)],
    [labels.original, 'decimal', ({ original }) => original && formatMoney(original.amountMinor, original.currency)],
    [labels.currency, 'text', ({ original }) => original?.currency],
    [labels.rates, 'decimal', ({ original }) => original?.rate],
    [labels.rateDate, 'date', ({ original }) => original?.rateDate],
    [labels.source, 'text', ({ original }) => original?.rateSource],
    [labels.corrects, 'text', ({ correctsStatementId }) => correctsStatementId && numbers.get(correctsStatementId)],
  ];
  return {
    columns: columns.map(([title, type]) => ({ title, type })),
    rows: view.lines.map((line) => columns.map(([, , value]) => value(line))),
  };
}
