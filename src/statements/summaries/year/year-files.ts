import { Readable } from 'node:stream';
import { csv, type ExportColumn } from '../../../platform/exports/index.js';
import { formatMoney } from '../../../platform/money/index.js';
import { Pdf, table } from '../../../platform/pdf/index.js';
import { type Words, wordsOf } from '../../documents/words/words.js';
import { AMOUNTS } from './year-summary.js';
import type { YearSummary } from './year-summary.service.js';

const SIZE = 7;

function titles({ labels }: Words): string[] {
  return [
    labels.rent,
    labels.cleaning,
    labels.extras,
    labels.tax,
    labels.channelFee,
    labels.paymentFee,
    labels.managementFee,
    labels.collected,
    labels.expenses,
    labels.adjustments,
    labels.net,
    labels.payouts,
  ];
}

/** Each month and listing a row; amounts are decimal numbers. */
export function yearCsv({ owner, rows }: YearSummary): Readable {
  const words = wordsOf(owner.locale);
  const { labels } = words;
  const columns: ExportColumn[] = [
    { title: labels.month, type: 'text' },
    { title: labels.listing, type: 'text' },
    { title: labels.nights, type: 'number' },
    ...titles(words).map((title) => ({ title: `${title} ${owner.currency}`, type: 'decimal' as const })),
  ];
  const cells = rows.map((row) => [
    row.month,
    row.listing,
    row.nights,
    ...AMOUNTS.map((name) => formatMoney(row[name], owner.currency)),
  ]);
  return Readable.from(csv(columns, [cells], { timezone: 'UTC' }), { objectMode: false });
}

/** The same on paper, without columns that are empty all year. */
export function yearPdf(summary: YearSummary, manager: { name: string; paper: 'a4' | 'letter' }): Promise<Buffer> {
  const { owner, year, rows, total, statements } = summary;
  const words = wordsOf(owner.locale);
  const { labels } = words;
  const title = `${labels.yearSummary} ${year}`;
  const shown = titles(words)
    .map((name, index) => ({ title: name, member: AMOUNTS[index]! }))
    .filter(
      ({ member }) =>
        ['rentMinor', 'netMinor', 'payoutsMinor'].includes(member) || rows.some((row) => row[member] !== 0),
    );
  const amount = (minor: number) => words.amount(minor, owner.currency);
  // Of the same statements the same bytes: the day on which the last of them became final.
  const days = statements.map(({ finalisedAt }) => finalisedAt.getTime());
  const createdAt = days.length > 0 ? new Date(Math.max(...days)) : new Date(`${year}-12-31T00:00:00Z`);
  const texts = {
    title,
    author: manager.name,
    runningTitle: `${manager.name} · ${title} · ${owner.name}`,
    footer: manager.name,
  };
  return Pdf.render({ ...texts, createdAt, paper: manager.paper, landscape: true, lang: words.lang }, (pdf) => {
    pdf.text(manager.name, { size: 12, weight: 'bold' });
    pdf.space(8);
    pdf.text(title, { size: 18, weight: 'bold' });
    pdf.text(`${owner.name} · ${words.labels.amountsIn.replace('{0}', owner.currency)}`);
    pdf.space(12);
    const widest = Math.max(
      40,
      ...AMOUNTS.map((name) => pdf.widthOf(amount(total[name]), { size: SIZE, weight: 'bold' }) + 10),
    );
    const columns = [
      { title: labels.month, width: 48 },
      { title: labels.listing },
      { title: labels.nights, width: 40, align: 'right' as const },
      ...shown.map((one) => ({ title: one.title, width: widest, align: 'right' as const })),
    ];
    const cells = rows.map((row) => [
      row.month,
      row.listing ?? '',
      String(row.nights),
      ...shown.map(({ member }) => amount(row[member])),
    ]);
    const foot = [labels.total, '', String(total.nights), ...shown.map(({ member }) => amount(total[member]))];
    table(pdf, columns, cells, { size: SIZE, foot });
    pdf.space(12);
    for (const { number, from, to, netMinor } of statements)
      pdf.text(`${number} · ${words.period(from, to)} · ${labels.net} ${amount(netMinor)}`, {
        size: 8,
        color: '#666666',
      });
  });
}
