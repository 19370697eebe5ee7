import { grouped, GREY, Pdf } from '../../platform/pdf/index.js';
import type { DocumentInfo, ReportRow } from '../../reports/index.js';
import { barChart, figures, rankedBars } from './analytics-charts.js';

interface Line {
  item: string;
  count: number;
  value: string | null;
  currency: string | null;
  percent: string | null;
  hours: string | null;
}

/** The analytics of a workshop as a document: the figures that matter, then who and what they are made of. */
export function analyticsDocument(rows: readonly ReportRow[], { title, author, range }: DocumentInfo): Promise<Buffer> {
  const of = (section: string) => rows.filter((row) => row['section'] === section) as unknown as Line[];
  const quotes = of('Quotes');
  const count = (item: string) => quotes.filter((one) => one.item === item).reduce((sum, one) => sum + one.count, 0);
  const options = {
    title,
    author,
    createdAt: range.end,
    runningTitle: `${title}, ${range.from} to ${range.to}`,
    footer: author,
  };
  return Pdf.render(options, (pdf) => {
    pdf.text(title, { size: 20, weight: 'bold' });
    pdf.text(`${author} · ${range.from} to ${range.to} · ${range.timezone}`, { color: GREY });
    pdf.space(14);
    const [win] = of('Win rate');
    const [toSend, toDecide] = of('Time to answer');
    figures(pdf, [
      { name: 'Quotes sent', value: String(count('sent')) },
      { name: 'Accepted', value: String(count('accepted')) },
      { name: 'Win rate', value: win?.percent ? `${win.percent} %` : '–' },
      { name: 'Until sent, average', value: duration(toSend?.hours) },
      { name: 'Until decided, average', value: duration(toDecide?.hours) },
    ]);
    pdf.space(18);
    section(pdf, 'What became of the quotes');
    rankedBars(
      pdf,
      ['sent', 'accepted', 'declined', 'expired', 'open'].map((item) => ({
        name: item,
        amount: count(item),
        text: words(
          count(item),
          quotes.filter((one) => one.item === item),
        ),
      })),
    );
    for (const [name, draw] of [
      ['Orders by month', barChart],
      ['Orders by material', rankedBars],
      ['Orders by process', rankedBars],
    ] as const)
      for (const [currency, lines] of byCurrency(of(name))) {
        section(pdf, `${name}, ${currency}`);
        draw(
          pdf,
          lines.map(({ item, value, count: orders }) => ({
            name: item,
            amount: Number(value),
            text: draw === barChart ? grouped(value!) : `${grouped(value!)}  (${orders})`,
          })),
        );
      }
    const reasons = of('Reasons for review');
    if (reasons.length > 0) {
      section(pdf, 'Why quotes waited for a person');
      rankedBars(
        pdf,
        reasons.map(({ item, count: times }) => ({
          name: item.replaceAll('_', ' '),
          amount: times,
          text: String(times),
        })),
      );
    }
    if (rows.every(({ count: one }) => Number(one) === 0))
      pdf.text('There were no quotes on these days.', { color: GREY });
  });
}

function section(pdf: Pdf, title: string): void {
  pdf.space(12);
  pdf.keep(90);
  pdf.text(title, { size: 11.5, weight: 'bold' });
  pdf.space(5);
}

function words(count: number, lines: readonly Line[]): string {
  const amounts = lines.flatMap(({ value, currency }) => (value ? [`${currency} ${grouped(value)}`] : []));
  const percent = lines[0]?.percent ? `${lines[0].percent} %` : '';
  return [String(count), percent, ...amounts].filter(Boolean).join('  ·  ');
}

function byCurrency(lines: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) if (line.currency) groups.set(line.currency, [...(groups.get(line.currency) ?? []), line]);
  return groups;
}

function duration(hours: string | null | undefined): string {
  if (!hours) return '–';
  const all = Number(hours);
  return all < 48 ? `${all.toFixed(1)} h` : `${(all / 24).toFixed(1)} days`;
}
