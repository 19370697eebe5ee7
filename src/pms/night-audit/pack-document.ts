import { GREY, grouped, Pdf } from '../../platform/pdf/index.js';
import type { NightAuditPack } from './night-audit.dto.js';
import { AIR, HALF, heading, heightOf, minute, RIGHT, rows, wordsOf } from './pack-layout.js';
import { departments, guests, ledger } from './pack-guests.js';

/** The pack of a night as a PDF, A4: what a manager reads first and an accountant files; one page when it fits. */
export function renderPack(pack: NightAuditPack): Promise<Buffer> {
  const { hotel, businessDate, status } = pack;
  const title = `Night audit ${businessDate}`;
  return Pdf.render(
    {
      title: `${title} ${hotel.name}`,
      author: hotel.legalName ?? hotel.name,
      createdAt: new Date(pack.generatedAt),
      runningTitle: `${title} · ${hotel.name}`,
      footer: `${hotel.legalName ?? hotel.name} · amounts in ${hotel.currency} · times at the hotel\n${
        status === 'final' ? 'Frozen when the day was closed' : 'Preliminary: the day is open'
      }, made ${minute(pack.generatedAt, hotel.timezone)}`,
    },
    (pdf) => {
      head(pdf, pack);
      exceptions(pdf, pack);
      figures(pdf, pack);
      revenue(pdf, pack);
      // What stands side by side is not drawn across the end of a page.
      pdf.keep(heightOf(Math.max(pack.departments.length, pack.payments.length) + 1) + heightOf(1));
      pdf.sideBySide(
        () => departments(pdf, pack),
        () => payments(pdf, pack),
      );
      pdf.sideBySide(
        () => balance(pdf, pack),
        () => deposits(pdf, pack),
      );
      pdf.space(AIR);
      jobs(pdf, pack);
      checks(pdf, pack);
      guests(pdf, pack);
      ledger(pdf, pack);
    },
  );
}

function head(pdf: Pdf, { hotel, businessDate, closing }: NightAuditPack): void {
  pdf.sideBySide(
    () => {
      pdf.text('Night audit', { size: 16, weight: 'bold', width: HALF });
      pdf.text(hotel.name, { size: 10, width: HALF });
      if (hotel.legalName) pdf.text(hotel.legalName, { size: 8, color: GREY, width: HALF });
    },
    () => {
      const block = { x: pdf.left + HALF, width: pdf.width - HALF, align: RIGHT, size: 8 };
      pdf.text(businessDate, { ...block, size: 16, weight: 'bold' });
      pdf.text(`${hotel.timezone} · ${hotel.currency}`, { ...block, color: GREY });
      const by = closing?.by ? ` by ${closing.by}` : '';
      const closed = closing ? `Closed ${minute(closing.at, hotel.timezone)}${by}` : 'Preliminary: the day is open';
      pdf.text(closed, { ...block, weight: 'bold' });
    },
  );
  pdf.space(AIR);
}

function exceptions(pdf: Pdf, { exceptions: found }: NightAuditPack): void {
  heading(pdf, found.length === 0 ? 'To look at: nothing' : `To look at (${found.length})`);
  if (found.length > 0)
    rows(
      pdf,
      [
        { title: 'From', width: 104 },
        { title: 'Room', width: 30 },
        { title: 'Guest', width: 122 },
        { title: 'What' },
        { title: 'Amount', width: 52, align: RIGHT },
      ],
      found.map(({ source, text, room, guest, booking, amount }) => [
        wordsOf(source),
        room ?? '',
        guest === null ? '' : `${guest} ${booking}`,
        text,
        amount === null ? '' : grouped(amount),
      ]),
    );
  pdf.space(AIR);
}

function figures(pdf: Pdf, { figures: f, hotel }: NightAuditPack): void {
  heading(pdf, 'Figures');
  const money = (amount: string | null) => (amount === null ? '–' : grouped(amount));
  const value = { title: '', width: 46, align: RIGHT };
  const net = `${hotel.currency} net`;
  const occupancy = f.occupancyPct === null ? '–' : `${f.occupancyPct} %`;
  const columns = [
    [
      ['Rooms', f.rooms],
      ['Out of order', f.outOfOrder],
      ['Occupied', f.occupied],
      ['Guests in house', f.guestsInHouse],
    ],
    [
      ['Occupancy', occupancy],
      [`ADR, ${net}`, money(f.averageDailyRate)],
      [`RevPAR, ${net}`, money(f.revenuePerRoom)],
      ['', ''],
    ],
    [
      ['Arrived', f.arrivals],
      ['Left', f.departures],
      ['No-shows', f.noShows],
      ['Released, no fee', f.released],
    ],
    [
      ['Bookings made', f.bookingsMade],
      ['Cancellations', f.cancellations],
      ['', ''],
      ['', ''],
    ],
  ];
  rows(
    pdf,
    ['Hotel', 'Rate', 'Guests', 'Bookings'].flatMap((title) => [{ title }, value]),
    [0, 1, 2, 3].map((row) => columns.flatMap((column) => column[row]!.map(String))),
  );
  pdf.space(AIR);
}

function revenue(pdf: Pdf, { revenue: lines, revenueTotal, hotel }: NightAuditPack): void {
  heading(pdf, 'Charged on this date');
  rows(
    pdf,
    [
      { title: 'What' },
      { title: 'Tax', width: 110 },
      { title: 'Lines', width: 44, align: RIGHT },
      { title: 'Net', width: 78, align: RIGHT },
      { title: 'Tax amount', width: 78, align: RIGHT },
      { title: `Gross ${hotel.currency}`, width: 84, align: RIGHT },
    ],
    lines.map(({ kind, taxCode, taxRate, lines: count, net, tax, gross }) => [
      wordsOf(kind),
      taxCode === '' ? '' : `${taxCode} ${Number(taxRate)} %`,
      String(count),
      grouped(net),
      grouped(tax),
      grouped(gross),
    ]),
    { foot: ['Total', '', '', grouped(revenueTotal.net), grouped(revenueTotal.tax), grouped(revenueTotal.gross)] },
  );
  pdf.space(AIR);
}

function payments(pdf: Pdf, pack: NightAuditPack): void {
  heading(pdf, 'Paid on this date', BESIDE.x(pdf));
  rows(
    pdf,
    [{ title: 'Method' }, { title: 'Count', width: 50, align: RIGHT }, { title: 'Amount', width: 90, align: RIGHT }],
    pack.payments.map(({ method, count, amount }) => [wordsOf(method), String(count), grouped(amount)]),
    { x: BESIDE.x(pdf), width: BESIDE.width(pdf), foot: ['Total', '', grouped(pack.trialBalance.paid)] },
  );
  pdf.space(AIR);
}

function balance(pdf: Pdf, { trialBalance }: NightAuditPack): void {
  heading(pdf, 'Trial balance: what guests owe');
  sums(pdf, pdf.left, HALF - 14, [
    ['Opening', trialBalance.opening],
    ['+ charged', trialBalance.charged],
    ['− paid', trialBalance.paid],
    ['= closing', trialBalance.closing],
  ]);
}

/** Where nothing is held, nothing is said of it. */
function holdsDeposits({ trialBalance: { deposits: d } }: NightAuditPack): boolean {
  return [d.opening, d.received, d.refunded, d.applied, d.closing].some((amount) => Number(amount) !== 0);
}

/** What is held for guests who paid before their stay. */
function deposits(pdf: Pdf, pack: NightAuditPack): void {
  if (!holdsDeposits(pack)) return;
  const { deposits: d } = pack.trialBalance;
  heading(pdf, 'Deposits held', BESIDE.x(pdf));
  sums(pdf, BESIDE.x(pdf), BESIDE.width(pdf), [
    ['Opening', d.opening],
    ['+ received', d.received],
    ['− refunded', d.refunded],
    ['− applied', d.applied],
    ['= held', d.closing],
  ]);
}

const BESIDE = { x: (pdf: Pdf) => pdf.left + HALF, width: (pdf: Pdf) => pdf.width - HALF };

/** Amounts beside one another, the last of them their sum. */
function sums(pdf: Pdf, x: number, width: number, amounts: readonly [string, string][]): void {
  const columns = amounts.map(([title]) => ({ title, align: RIGHT }));
  rows(pdf, columns, [amounts.map(([, amount]) => grouped(amount))], { x, width });
}

function jobs(pdf: Pdf, pack: NightAuditPack): void {
  heading(pdf, 'What the night did');
  rows(
    pdf,
    [{ title: 'Job', width: 130 }, { title: 'Done at', width: 82 }, { title: 'What it did' }],
    pack.jobs.map(({ jobName, finishedAt, text }) => [
      wordsOf(jobName),
      finishedAt === null ? '–' : minute(finishedAt, pack.hotel.timezone),
      text,
    ]),
  );
  pdf.space(AIR);
}

/** How many of each; who they are stands under "to look at". */
function checks(pdf: Pdf, pack: NightAuditPack): void {
  if (pack.checks.length === 0) return;
  heading(pdf, 'Checklist');
  rows(
    pdf,
    pack.checks.map(({ check }) => ({ title: wordsOf(check) })),
    [
      pack.checks.map(({ count, level, waived }) => {
        if (count === 0) return 'none';
        return waived === undefined ? `${count}: ${level}` : `${count}, waived`;
      }),
    ],
  );
  pdf.space(AIR);
}
