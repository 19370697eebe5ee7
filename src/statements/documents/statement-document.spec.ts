import { beforeAll, describe, expect, it } from '@jest/globals';
import { pdfPages } from '../../../test/support/pdf-text.js';
import type { StatementStay, StatementView } from '../statements/statement-types.js';
import { renderStatement } from './statement-document.js';
import { sheetFile } from './statement-sheets.js';
import { nightsText } from './stay-columns.js';

const STAY: StatementStay = {
  ...{ reservationId: 'r1', code: 'HMABC1000', channel: 'airbnb', guest: 'João Pereira', listingId: 1 },
  ...{ checkIn: '2026-02-27', checkOut: '2026-03-04', nightsInPeriod: 2, nights: 5, note: null },
  ...{ rentMinor: 100_000, cleaningMinor: 0, extrasMinor: 0, taxMinor: 0, channelFeeMinor: 0, paymentFeeMinor: 0 },
  ...{ managementFeeMinor: -20_000, netMinor: 80_000 },
};

/** A statement of so many stays whose sums add up. */
function view(stays: number, over: Partial<StatementView> = {}, stay: Partial<StatementStay> = {}): StatementView {
  const all = Array.from({ length: stays }, (_, n) => ({
    ...STAY,
    ...stay,
    reservationId: `r${n}`,
    code: `HM${1_000 + n}`,
  }));
  const net = stays * 80_000 - 4_550;
  return {
    ...{
      id: 's1',
      number: '7-0012',
      version: 2,
      state: 'final',
      from: '2026-02-01',
      to: '2026-02-28',
      currency: 'EUR',
    },
    owner: { id: 7, name: 'Ana Sousa', address: 'Rua das Flores 12\nFaro', locale: 'en' },
    manager: { name: 'Seaside', address: 'Avenida 7', email: 'a@seaside.example', footer: 'NIF 500', paper: 'a4' },
    listings: [{ id: 1, name: 'Casa do Mar', code: 'MAR' }],
    shares: [{ listingId: 1, shareBp: 10_000, from: '2026-02-01', to: '2026-03-03' }],
    ...{ recognition: 'nightly', openingMinor: 15_000, revenueMinor: stays * 100_000, feesMinor: stays * -20_000 },
    ...{ expensesMinor: -8_550, adjustmentsMinor: 4_000, netMinor: net, payoutsMinor: 10_000 },
    ...{ closingMinor: 15_000 + net - 10_000, reserveMinor: 50_000, payableMinor: 0, shortfallMinor: 0 },
    stays: all,
    lines: [
      {
        ...{ id: 'l1', kind: 'expense', listingId: 1, reservationId: null, date: '2026-02-03', nights: null },
        ...{ amountMinor: -8_550, description: 'Boiler', correctsStatementId: null, shares: null },
        original: { amountMinor: -10_000, currency: 'CAD', rate: '0.855', rateDate: '2026-02-02', rateSource: 'ECB' },
      },
      {
        ...{ id: 'l2', kind: 'adjustment', listingId: 1, reservationId: 'r0', date: '2026-02-01', nights: null },
        ...{
          amountMinor: 4_000,
          description: 'Stay was prolonged',
          correctsStatementId: 's0',
          original: null,
          shares: null,
        },
      },
    ],
    payouts: [{ date: '2026-02-05', amountMinor: 10_000, reference: 'SEPA 1' }],
    agreements: [{ listingId: 1, feePercent: '18.5', feeBase: 'gross_less_channel_fee', from: '2025-01-01', to: null }],
    ...{ calculatedAt: '2026-03-01T04:00:00.000Z', finalisedAt: '2026-03-02T09:00:00.000Z' },
    ...over,
  } as StatementView;
}

const NUMBERS = new Map([['s0', '7-0004']]);
const textOf = async (one: StatementView) =>
  pdfPages(await render(one))
    .join('\n')
    .replaceAll('\u00a0', ' ');
const render = (one: StatementView) => renderStatement({ view: one, numbers: NUMBERS });
const boxOf = (bytes: Buffer) =>
  /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(bytes.toString('latin1'))!.slice(1).map(Number);

describe('a statement on paper', () => {
  let text: string;
  beforeAll(async () => void (text = await textOf(view(3))));

  it('tells who, when, and what it comes to', () => {
    for (const words of ['Owner statement', 'Seaside', 'Ana Sousa', '7-0012', 'Feb 1', 'Casa do Mar', 'Page 1 of'])
      expect(text).toContain(words);
    for (const words of [
      'Opening balance',
      'Revenue',
      'Fees',
      'Expenses',
      'Net',
      'Paid out',
      'Reserve',
      'Closing balance',
    ])
      expect(text).toContain(words);
    for (const amount of ['3,000.00', '-600.00', '2,400.00', '-85.50', '-EUR 100.00', '500.00'])
      expect(text).toContain(amount);
    expect(text).not.toContain('DRAFT');
  });

  it('has nights of nights, the statement that an adjustment corrects, rates, and the agreement', () => {
    for (const words of [
      '2/5',
      'Stay was prolonged',
      '7-0004',
      '1 CAD = 0.855 EUR',
      'ECB',
      '18.5%',
      'less the channel fee',
    ])
      expect(text).toContain(words);
  });

  it('makes the same bytes of the same statement, sent or not', async () => {
    const bytes = await render(view(40));
    expect((await render(view(40))).equals(bytes)).toBe(true);
    expect((await render(view(40, { state: 'paid' }))).equals(bytes)).toBe(true);
  });

  it.each(['draft', 'review'] as const)('is marked on every page while it is a %s', async (state) => {
    const pages = pdfPages(await render(view(60, { state, finalisedAt: null })));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain('DRAFT');
  });

  it('is upright with eight columns and turned with more, on A4 and letter', async () => {
    const amounts = { channelFeeMinor: -1_500, cleaningMinor: 12_000 };
    const letter = { ...view(1).manager, paper: 'letter' as const };
    expect(boxOf(await render(view(2)))).toEqual([595.28, 841.89]);
    expect(boxOf(await render(view(2, {}, amounts)))).toEqual([841.89, 595.28]);
    expect(boxOf(await render(view(2, { manager: letter })))).toEqual([612, 792]);
    expect(boxOf(await render(view(2, { manager: letter }, amounts)))).toEqual([792, 612]);
  });

  it('repeats the head of its table, and loses no stay of 300', async () => {
    const pages = pdfPages(await render(view(300, {}, { channelFeeMinor: -1_500 })));
    const all = pages.join('\n');
    for (let n = 0; n < 300; n++) expect(all).toContain(`HM${1_000 + n}`);
    const withStays = pages.filter((page) => /HM1\d{3}/.test(page));
    expect(withStays.length).toBeGreaterThan(8);
    for (const page of withStays) expect(page).toContain('Arrival');
    expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
    expect(all).toContain('300,000.00');
  });

  it('breaks no amount, however large', async () => {
    const large = { rentMinor: 98_765_432_100, channelFeeMinor: -98_765_432_100, cleaningMinor: 98_765_432_100 };
    const all = await textOf(view(2, {}, { ...large, taxMinor: 98_765_432_100, netMinor: 98_765_432_100 }));
    expect(all).toContain('987,654,321.00');
    expect(all).toContain('1,975,308,642.00');
  });

  it('carries a negative balance forward, in words', async () => {
    const all = await textOf(view(1, { closingMinor: -12_000, payableMinor: 0 }));
    expect(all).toContain('-EUR 120.00');
    expect(all).toMatch(/carried forward to the next\s+statement/);
  });

  it.each([
    ['de-AT', 'Eigentümerabrechnung', '3.000,00'],
    ['fr-FR', 'Relevé du propriétaire', '3 000,00'],
    ['pt-PT', 'Extrato do proprietário', '3000,00'],
    ['es-ES', 'Liquidación al propietario', '3000,00'],
    ['it-IT', 'Rendiconto del proprietario', '3000,00'],
    ['ja-JP', 'Owner statement', '3,000.00'],
    ['nonsense locale', 'Owner statement', '3,000.00'],
  ])('speaks to an owner in %s', async (locale, title, rent) => {
    const owner = { ...view(1).owner, locale };
    const all = await textOf(view(3, { owner }));
    expect(all).toContain(title);
    expect(all.replace(/(\d)\.(\d{3},)/g, locale === 'de-AT' ? '$1.$2' : '$1$2')).toContain(rent);
  });

  it('has no decimals where the currency has none', async () => {
    const all = await textOf(view(1, { currency: 'JPY' }));
    expect(all).toContain('JPY 100,000');
  });

  it('prints names of other scripts, Hebrew and Arabic from the right', async () => {
    const owner = { ...view(1).owner, name: 'משה כהן' };
    const all = await textOf(view(1, { owner }, { guest: '王小明 田中さくら 김민수' }));
    for (const name of ['王小明', '田中さくら', '김민수', [...'משה כהן'].reverse().join('')])
      expect(all).toContain(name);
    expect(all).not.toContain('[U+');
  });
});

describe('a co-owner', () => {
  const SIXTY = { listingId: 1, shareBp: 6_000, from: '2026-02-01', to: '2026-03-03' };
  const CHANGED = [
    { ...SIXTY, to: '2026-02-28' },
    { ...SIXTY, shareBp: 3_333, from: '2026-03-01' },
  ];
  const csv = async (one: StatementView, table: 'stays' | 'lines') =>
    Buffer.concat((await sheetFile(table, 'csv', one, NUMBERS).toArray()) as Buffer[]).toString();

  it('is told its share, and by nights where it has changed; an owner of all is not', async () => {
    expect(await textOf(view(1))).not.toContain('Share');
    const all = await textOf(view(1, { shares: [SIXTY] }));
    expect(all).toMatch(/Share\s*60%, Feb 1 – Mar 3, 2026/);
    // Where all stays have the same, the head says it.
    expect(all).not.toContain('NightsShare');
    const changed = await textOf(view(1, { shares: CHANGED }));
    expect(changed).toMatch(/60%, Feb 1 – 28, 2026\s+33\.33%, Mar 1 – 3, 2026/);
    expect(changed.replace(/\s+/g, ' ')).toContain('2 × 60%, 3 × 33.33%');
  });

  it('that began or ended with the listing in the period is told since when, however much it has', async () => {
    const all = await textOf(view(1, { shares: [{ ...SIXTY, shareBp: 10_000, from: '2026-02-15' }] }));
    expect(all).toContain('100%, Feb 15 – Mar 3, 2026');
  });

  it('of many listings has all shares below the tables, each with its listing', async () => {
    const listings = [1, 2, 3, 4, 5].map((id) => ({ id, name: `House ${id}`, code: `H${id}` }));
    const shares = listings.map(({ id }) => ({ ...SIXTY, listingId: id, shareBp: 10_000 - (id % 5) * 1_000 }));
    const all = await textOf(view(1, { listings, shares }));
    for (const words of ['House 1: 90%', 'House 4: 60%']) expect(all).toContain(words);
    // All of it, all the time.
    expect(all).not.toContain('House 5: ');
  });

  it('has its share in the files, of each stay and each line', async () => {
    expect(await csv(view(1), 'stays')).not.toContain('Share');
    const one = view(1, { shares: CHANGED });
    expect(await csv(one, 'stays')).toContain('2/5,"2 × 60%, 3 × 33.33%",1000.00');
    const shares = [{ from: '2026-02-03', to: '2026-02-04', shareBp: 6_000 }];
    const lines = await csv({ ...one, lines: [{ ...one.lines[0]!, shares }, one.lines[1]!] }, 'lines');
    expect(lines).toContain('Nights,Description,Share,Amount EUR');
    expect(lines).toContain('Boiler,60%,-85.50');
    expect(lines).toContain('Stay was prolonged,,40.00');
  });
});

describe('a statement as CSV', () => {
  const text = async (one: StatementView, table: 'stays' | 'lines') =>
    Buffer.concat(
      await sheetFile(table, 'csv', one, NUMBERS)
        .map((chunk: Buffer) => Buffer.from(chunk))
        .toArray(),
    ).toString();

  it('runs nothing that a guest typed', async () => {
    const csv = await text(view(1, {}, { guest: '=HYPERLINK("http://evil")', note: '@SUM(1)' }), 'stays');
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv).toContain(`"'@SUM(1)"`);
  });

  it('has amounts as decimals, and of a converted line what it was', async () => {
    expect(await text(view(1), 'stays')).toContain(
      'HM1000,Airbnb,João Pereira,2026-02-27,2026-03-04,2/5,1000.00,-200.00,800.00',
    );
    const lines = await text(view(1), 'lines');
    expect(lines).toContain('2026-02-03,expense,MAR,,,Boiler,-85.50,-100.00,CAD,0.855,2026-02-02,ECB,');
    expect(lines).toContain('Stay was prolonged,40.00,,,,,,7-0004');
  });

  it('says how many nights of how many', () => {
    expect(nightsText(STAY)).toBe('2/5');
    expect(nightsText({ ...STAY, nightsInPeriod: 5 })).toBe('5');
  });
});
