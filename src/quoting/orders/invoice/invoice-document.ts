import { startOfDay } from '../../../platform/dates/index.js';
import { formatMoney } from '../../../platform/money/index.js';
import { GREY, grouped, Pdf, table } from '../../../platform/pdf/index.js';
import { documentHead } from '../../quotes/document/document-head.js';
import type { Letterhead } from '../../quotes/quote-row.js';
import type { InvoicedOrder, OrderInvoiceRow } from '../order-row.js';

type Printable = Omit<OrderInvoiceRow, 'letterhead'> & { letterhead: Letterhead };

/** An invoice as its customer gets it, on A4: of the invoice's row and nothing else that can change. */
export function renderInvoice(invoice: Printable, order: InvoicedOrder): Promise<Buffer> {
  const title = `Invoice ${invoice.number}`;
  const { letterhead } = invoice;
  return Pdf.render(
    {
      title,
      author: letterhead.shopName,
      createdAt: startOfDay(invoice.issueDate, letterhead.timezone),
      runningTitle: `${letterhead.shopName} · ${title}`,
      footer: letterhead.shopName,
    },
    (pdf) => {
      head(pdf, invoice, order);
      lines(pdf, invoice);
      totals(pdf, invoice);
      terms(pdf, invoice);
    },
  );
}

function head(pdf: Pdf, invoice: Printable, order: InvoicedOrder): void {
  const { letterhead, recipient, number, issueDate, dueDate } = invoice;
  const facts = [
    ['Number', number],
    ['Date', issueDate],
    ...(dueDate ? [['Payable by', dueDate]] : []),
    ['Order', order.number],
    ['Quote', order.quoteNumber],
  ];
  documentHead(pdf, { letterhead, recipient, title: 'Invoice', label: 'To', facts });
}

function lines(pdf: Pdf, { lines: all, currency }: Printable): void {
  const money = (minor: number) => grouped(formatMoney(minor, currency));
  table(
    pdf,
    [
      { title: 'No.', width: 34 },
      { title: 'Item' },
      { title: 'Quantity', width: 70, align: 'right' },
      { title: `Each, ${currency}`, width: 90, align: 'right' },
      { title: `Total, ${currency}`, width: 100, align: 'right' },
    ],
    all.map(({ position, description, quantity, unitMinor, lineMinor }) => [
      position > 0 ? String(position) : '',
      description,
      grouped(String(quantity)),
      money(unitMinor),
      money(lineMinor),
    ]),
  );
}

function totals(pdf: Pdf, { subtotalMinor, taxMinor, totalMinor, taxRate, currency }: Printable): void {
  const money = (minor: number) => grouped(formatMoney(minor, currency));
  const rows: [string, string, boolean][] = [
    ['Net', money(subtotalMinor), false],
    [`Tax ${taxRate} % of ${money(subtotalMinor)}`, money(taxMinor), false],
    [`Total ${currency}`, money(totalMinor), true],
  ];
  pdf.keep(rows.length * 17 + 20);
  pdf.space(10);
  const width = 260;
  const x = pdf.left + pdf.width - width;
  for (const [name, value, strong] of rows) {
    if (strong) {
      pdf.rule(x, width);
      pdf.space(5);
    }
    const style = { size: strong ? 11 : 9, weight: strong ? 'bold' : 'regular' } as const;
    pdf.put(name, { ...style, x, width: 150, color: strong ? undefined : GREY });
    pdf.y += pdf.put(value, { ...style, x: x + 150, width: 106, align: 'right' }) + 4;
  }
}

function terms(pdf: Pdf, { letterhead, dueDate, issueDate }: Printable): void {
  if (!dueDate && !letterhead.terms) return;
  pdf.space(18);
  pdf.keep(40);
  pdf.text('Payment', { weight: 'bold' });
  pdf.space(2);
  if (dueDate) pdf.text(dueDate === issueDate ? 'Payable at once.' : `Payable by ${dueDate}.`, { size: 8 });
  // Paragraph by paragraph, because one that is taller than a page is cut.
  for (const paragraph of letterhead.terms?.split('\n') ?? []) pdf.text(paragraph, { size: 8 });
}
