import { expect, it } from '@jest/globals';
import { pdfPages } from '../../../../test/support/pdf-text.js';
import { formatMoney } from '../../../platform/money/index.js';
import { grouped } from '../../../platform/pdf/index.js';
import { customerView } from '../customer/customer-view.js';
import { priceQuote, type Snapshot } from '../pricing/price-quote.js';
import type { QuoteWithItems } from '../quote-row.js';
import { renderQuote } from './quote-document.js';

const SNAPSHOT: Snapshot = {
  pricing: 1,
  currency: 'EUR',
  taxPolicy: 'per_order',
  pricedOn: '2026-03-01',
  level: 'standard',
  book: {
    id: 1,
    name: 'List',
    mode: 'margin',
    percent: '35',
    marginFloor: '0',
    minUnitMinor: 0,
    minOrderMinor: 0,
    bands: [],
    leadTimes: [],
    taxRate: '16',
  },
  lines: Array.from({ length: 30 }, (_, index) => ({
    position: index + 1,
    file: { id: `f${index}`, name: `Łódź-${index}.stl`, sha256: null },
    part: null,
    trouble: null,
    process: {
      code: 'sls',
      name: 'Laser sintering',
      kind: 'sls',
      setupMinor: 0,
      programmingMinor: 0,
      finishingMinor: 0,
      hourlyMinor: null,
      throughput: null,
      pierceSeconds: '0',
      stockAllowance: '0',
      minWall: null,
    },
    material: {
      code: 'pa12',
      name: 'PA12',
      density: null,
      pricePerKgMinor: null,
      wasteFactor: '1',
      thickness: null,
      processes: [],
    },
    finish: null,
    machines: [],
    quantities: [3, 30],
    leadTime: null,
    manual: { unitMinor: [19_99, 9_99], reason: 'Looked at it', by: 'me', leadDays: 5 },
  })),
};
const AT = new Date('2026-03-01T10:00:00Z');
const QUOTE: QuoteWithItems & { letterhead: NonNullable<QuoteWithItems['letterhead']> } = {
  id: '01980000-0000-7000-8000-000000000001',
  number: 'Q-2026-0001',
  revision: 1,
  state: 'sent',
  customerId: null,
  recipient: { name: 'Ana Sousa', company: null, email: 'ana@example.com' },
  level: 'standard',
  note: null,
  currency: 'EUR',
  validUntil: '2026-03-28',
  // Midnight in Vienna, hours before the clocks change.
  expiresAt: new Date('2026-03-28T23:00:00Z'),
  subtotalMinor: null,
  taxMinor: null,
  totalMinor: null,
  reasons: [],
  snapshot: SNAPSHOT,
  price: priceQuote(SNAPSHOT),
  priceHash: null,
  letterhead: { shopName: 'Alpine', shopAddress: null, terms: 'Net', timezone: 'Europe/Vienna' },
  previousId: null,
  nextId: null,
  calculatedAt: AT,
  sentAt: AT,
  pdfFileId: null,
  decidedAt: null,
  decision: null,
  createdAt: AT,
  updatedAt: AT,
  items: [],
};

it('is the same bytes whenever it is printed, and goes on to a second page', async () => {
  const [one, two] = [await renderQuote(QUOTE, new Map(), null), await renderQuote(QUOTE, new Map(), null)];
  expect(one.equals(two)).toBe(true);
  expect(one.subarray(0, 5).toString()).toBe('%PDF-');
  expect(one.subarray(-6).toString()).toContain('%%EOF');
  expect(one.toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(1);
});

it('names its customer and the parts as they are written, with the address in its lines', async () => {
  const lines = SNAPSHOT.lines.map((line) => ({ ...line, file: { ...line.file, name: 'ブラケット・Уголок.stl' } }));
  const recipient = {
    name: 'Γιώργος Παπαδόπουλος',
    company: '株式会社さくら',
    address: '〒100-0001\n東京都千代田区千代田1-1',
    email: 'ana@example.com',
  };
  const bytes = await renderQuote({ ...QUOTE, recipient, snapshot: { ...SNAPSHOT, lines } }, new Map(), null);
  const pages = pdfPages(bytes);
  expect(pages[0]).toContain(['For', recipient.company, recipient.name, recipient.address, recipient.email].join('\n'));
  expect(pages.join('\n').match(/ブラケット・Уголок\.stl/g)).toHaveLength(lines.length);
});

it.each([
  ['2026-03-28T22:59:59Z', 'sent', true],
  ['2026-03-28T23:00:00Z', 'expired', false],
])('at %s the customer sees it %s', (now, state, open) => {
  const view = customerView(QUOTE, new Date(now));
  expect(view).toMatchObject({ state, open, totals: { subtotal: '1799.10', tax: '287.86', total: '2086.96' } });
});

it('after a revision shows no price any more', () => {
  const view = customerView({ ...QUOTE, state: 'superseded', nextId: QUOTE.id }, AT);
  expect(Object.keys(view)).toEqual(['number', 'revision', 'state', 'open', 'message']);
});

// bpampuch/pdfmake#2806: what is taller than a page must not be left out.
it('prints every quantity of a part, however long its name is, and every line of a note', async () => {
  const [first] = SNAPSHOT.lines;
  const quantities = Array.from({ length: 20 }, (_, n) => n + 1);
  const line = {
    ...first!,
    file: { ...first!.file, name: `${'W'.repeat(250)}.stl` },
    material: { ...first!.material, name: 'W'.repeat(120) },
    process: { ...first!.process, name: 'W'.repeat(120) },
    quantities,
    manual: { ...first!.manual!, unitMinor: quantities.map((quantity) => 1_000_00 + quantity) },
  };
  const snapshot = { ...SNAPSHOT, lines: [SNAPSHOT.lines[1]!, { ...line, position: 1 }] };
  const price = priceQuote(snapshot);
  const hinted = price.lines.map((one) => ({
    ...one,
    tiers: one.tiers.map((tier) => ({ ...tier, hint: { quantity: 1_000 + tier.quantity, lineMinor: 7 } })),
  }));
  const note = Array.from({ length: 300 }, (_, n) => `note ${n}.`).join('\n');
  const bytes = await renderQuote({ ...QUOTE, note, snapshot, price: { ...price, lines: hinted } }, new Map(), null);
  const text = pdfPages(bytes).join('\n');
  for (const { tiers } of hinted)
    for (const { lineMinor, hint } of tiers) {
      expect(text).toContain(grouped(formatMoney(lineMinor, 'EUR')));
      expect(text).toContain(`${grouped(String(hint.quantity))} pieces cost no more`);
    }
  for (let n = 0; n < 300; n++) expect(text).toContain(`note ${n}.`);
});
