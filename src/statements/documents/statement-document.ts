import { GREY, type Paper, Pdf, table } from '../../platform/pdf/index.js';
import type { StatementLine, StatementView } from '../statements/statement-types.js';
import { partialShares, shareText } from './share-texts.js';
import { isLandscape, stays } from './stay-table.js';
import { filled, type Words, wordsOf } from './words/words.js';

/** A statement to be printed, and the numbers of those that its adjustments correct. */
export interface PrintedStatement {
  view: StatementView;
  /** By id. */
  numbers: ReadonlyMap<string, string>;
}

const FIRST_ROWS = ['opening', 'revenue', 'fees', 'expenses', 'adjustments', 'net', 'payouts'] as const;

/**
 * The statement as its owner gets it. Made of what was kept and nothing else: the same statement makes the same bytes.
 */
export function renderStatement({ view, numbers }: PrintedStatement): Promise<Buffer> {
  const words = wordsOf(view.owner.locale);
  const { labels } = words;
  const { manager } = view;
  const title = `${labels.title} ${view.number}`;
  return Pdf.render(
    {
      title,
      author: manager.name,
      createdAt: new Date(view.finalisedAt ?? view.calculatedAt),
      runningTitle: [manager.name, title, view.owner.name, words.period(view.from, view.to)].join(' · '),
      footer: manager.footer ?? manager.name,
      paper: manager.paper satisfies Paper,
      landscape: isLandscape(view, words),
      lang: words.lang,
      pageOf: (page, pages) => filled(labels.page, String(page), String(pages)),
      ...(isDraft(view) && { watermark: labels.draft }),
      ...(view.state === 'void' && { watermark: labels.voided }),
    },
    (pdf) => {
      head(pdf, view, words);
      stays(pdf, view, words);
      others(pdf, view, words, numbers);
      footnotes(pdf, view, words);
    },
  );
}

export function isDraft({ state }: Pick<StatementView, 'state'>): boolean {
  return state === 'draft' || state === 'review';
}

function head(pdf: Pdf, view: StatementView, words: Words): void {
  const { labels } = words;
  const { manager, owner } = view;
  const half = pdf.width / 2 - 14;
  const right = { x: pdf.left + pdf.width - half, width: half };
  pdf.sideBySide(
    () => {
      pdf.text(manager.name, { size: 14, weight: 'bold', width: half });
      for (const line of [manager.address, manager.email]) if (line) pdf.text(line, { color: GREY, width: half });
    },
    () => {
      pdf.text(labels.title, { ...right, size: 18, weight: 'bold', align: 'right' });
      if (isDraft(view)) pdf.text(labels.draft, { ...right, weight: 'bold', color: '#b00020', align: 'right' });
    },
  );
  pdf.space(18);
  pdf.sideBySide(
    () => {
      pdf.text(labels.owner, { size: 7.5, color: GREY, width: half });
      pdf.text(owner.name, { size: 11, weight: 'bold', width: half });
      if (owner.address) pdf.text(owner.address, { width: half });
      pdf.space(10);
      for (const [name, value] of facts(view, words)) {
        const height = pdf.heightOf(value, { width: half - 84 });
        pdf.put(name, { color: GREY, width: 80 });
        pdf.put(value, { x: pdf.left + 84, width: half - 84 });
        pdf.y += height + 3;
      }
    },
    () => summary(pdf, view, words, right),
  );
  pdf.space(16);
}

function facts(view: StatementView, words: Words): [string, string][] {
  const { labels } = words;
  // A group may have hundreds.
  const names = view.listings.map(({ name }) => name);
  const shown = names.length > 8 ? [...names.slice(0, 7), `+ ${names.length - 7}`] : names;
  return [
    [labels.number, view.number],
    ...(view.version > 1 ? ([[labels.version, String(view.version)]] as [string, string][]) : []),
    [labels.period, words.period(view.from, view.to)],
    [labels.listings, shown.join(', ')],
    ...sharesInHead(view, words),
    [labels.calculated, words.date((view.finalisedAt ?? view.calculatedAt).slice(0, 10))],
    ['', filled(labels.amountsIn, view.currency)],
  ];
}

/** More than these are said below the tables. */
const MOST_SHARES_IN_HEAD = 3;

function sharesInHead(view: StatementView, words: Words): [string, string][] {
  const shares = partialShares(view);
  if (shares.length === 0 || shares.length > MOST_SHARES_IN_HEAD) return [];
  return [[words.labels.share, shares.map((share) => shareText(share, view, words)).join('\n')]];
}

function summary(pdf: Pdf, view: StatementView, words: Words, { x, width }: { x: number; width: number }): void {
  const { labels } = words;
  const amounts = { ...view, payoutsMinor: -view.payoutsMinor };
  const rows = FIRST_ROWS.filter((row) => row !== 'adjustments' || amounts.adjustmentsMinor !== 0);
  const line = 14;
  const top = pdf.y;
  const height = (rows.length + 3) * line + 28;
  pdf.fill(x, width, height, '#f3f5f8');
  pdf.y += 8;
  const put = (label: string, minor: number, strong = false) => {
    const style = { size: strong ? 9.5 : 9, weight: strong ? 'bold' : 'regular' } as const;
    pdf.put(label, { ...style, x: x + 10, width: width * 0.5 - 10 }, 12);
    pdf.put(words.money(minor, view.currency), {
      ...style,
      x: x + width * 0.45,
      width: width * 0.55 - 10,
      align: 'right',
    });
    pdf.y += line;
  };
  const ruled = () => {
    pdf.rule(x + 10, width - 20);
    pdf.y += 4;
  };
  for (const row of rows) {
    if (row === 'net') ruled();
    put(labels[row], amounts[`${row}Minor`], row === 'net');
  }
  ruled();
  put(labels.closing, view.closingMinor, true);
  put(labels.reserve, view.reserveMinor);
  ruled();
  put(labels.payable, view.payableMinor, true);
  pdf.y = top + height;
  const note = { x, width, size: 8, color: GREY };
  if (view.closingMinor < 0) pdf.text(labels.negative, note);
  else if (view.shortfallMinor > 0)
    pdf.text(filled(labels.shortfall, words.money(view.shortfallMinor, view.currency)), note);
}

/** What stands on the statement besides its stays. */
function others(pdf: Pdf, view: StatementView, words: Words, numbers: ReadonlyMap<string, string>): void {
  const { labels } = words;
  const listings = new Map(view.listings.map(({ id, code }) => [id, code]));
  const amount = (minor: number) => words.amount(minor, view.currency);
  const dated = { title: labels.date, width: 70 };
  const paid = { title: labels.amount, width: 90, align: 'right' as const };
  const ofListing = (id: number | null) => (view.listings.length > 1 ? [(id !== null && listings.get(id)) || ''] : []);
  const listing = view.listings.length > 1 ? [{ title: labels.listing, width: 90 }] : [];
  const total = (lines: readonly { amountMinor: number }[]) =>
    amount(lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
  const section = (name: string, columns: Parameters<typeof table>[1], rows: string[][], sum: string) => {
    if (rows.length === 0) return;
    heading(pdf, name);
    table(pdf, columns, rows, { foot: [labels.total, ...Array<string>(columns.length - 2).fill(''), sum] });
    pdf.space(14);
  };
  const expenses = view.lines.filter(({ kind }) => kind === 'expense');
  section(
    labels.expenses,
    [dated, ...listing, { title: labels.description }, paid],
    expenses.map((line) => [
      words.date(line.date),
      ...ofListing(line.listingId),
      line.description,
      amount(line.amountMinor),
    ]),
    total(expenses),
  );
  const adjustments = view.lines.filter(({ kind }) => kind === 'adjustment');
  section(
    labels.adjustments,
    [dated, ...listing, { title: labels.reason }, { title: labels.corrects, width: 110 }, paid],
    adjustments.map((line) => [
      words.date(line.date),
      ...ofListing(line.listingId),
      line.description,
      line.correctsStatementId === null ? '' : (numbers.get(line.correctsStatementId) ?? ''),
      amount(line.amountMinor),
    ]),
    total(adjustments),
  );
  const rest = view.lines.filter(isOther);
  section(
    labels.other,
    [dated, ...listing, { title: labels.description }, paid],
    rest.map((line) => [
      words.date(line.date),
      ...ofListing(line.listingId),
      line.description,
      amount(line.amountMinor),
    ]),
    total(rest),
  );
  section(
    labels.payouts,
    [dated, { title: labels.reference }, paid],
    view.payouts.map((one) => [words.date(one.date), one.reference ?? '', amount(one.amountMinor)]),
    total(view.payouts),
  );
}

/** Lines that neither a stay nor another table shows. */
function isOther({ kind, reservationId }: StatementLine): boolean {
  if (kind === 'cohost_collected') return true;
  return reservationId === null && !['expense', 'adjustment', 'opening'].includes(kind);
}

function footnotes(pdf: Pdf, view: StatementView, words: Words): void {
  const { labels } = words;
  const small = { size: 8, color: GREY };
  const names = new Map(view.listings.map(({ id, name }) => [id, name]));
  const shares = partialShares(view);
  if (shares.length > MOST_SHARES_IN_HEAD) {
    heading(pdf, labels.share);
    for (const share of shares) pdf.text(shareText(share, view, words), small);
    pdf.space(8);
  }
  heading(pdf, labels.agreement);
  for (const { listingId, feePercent, feeBase, from, to } of view.agreements) {
    const base = (labels.bases as Record<string, string>)[feeBase] ?? feeBase;
    const fee = filled(labels.feeOf, words.percent(feePercent), base);
    const time =
      to === null ? filled(labels.from, words.date(from)) : filled(labels.fromTo, words.date(from), words.date(to));
    pdf.text(`${names.get(listingId) ?? ''}: ${fee}, ${time}`, small);
  }
  pdf.text(labels.recognitions[view.recognition], small);
  const rates = new Set(
    view.lines.flatMap(({ original }) =>
      original
        ? [
            filled(
              labels.rate,
              original.currency,
              original.rate,
              view.currency,
              words.date(original.rateDate),
              original.rateSource,
            ),
          ]
        : [],
    ),
  );
  if (rates.size === 0) return;
  pdf.space(8);
  heading(pdf, labels.rates);
  for (const rate of rates) pdf.text(rate, small);
}

/** With room for the head of a table, its only row and its sum below it. */
function heading(pdf: Pdf, text: string): void {
  pdf.keep(90);
  pdf.text(text, { size: 11, weight: 'bold' });
  pdf.space(4);
}
