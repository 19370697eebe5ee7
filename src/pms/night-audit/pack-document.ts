import { GREY, grouped, Pdf } from '../../platform/pdf/index.js';
import { checkWords } from './exceptions.js';
import type { NightAuditPack } from './night-audit.dto.js';
import { AIR, HALF, heading, minute, RIGHT, rows, wordsOf } from './pack-layout.js';
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
      pdf.keep(90);
      pdf.sideBySide(
        () => {
          departments(pdf, pack);
          payments(pdf, pack);
        },
        () => balance(pdf, pack),
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
        { title: 'From', width: 96 },
        { title: 'Room', width: 34 },
        { title: 'Guest', width: 110 },
        { title: 'What' },
        { title: 'Amount', width: 58, align: RIGHT },
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
  const value = { title: '', width: 56, align: RIGHT };
  rows(
    pdf,
    [{ title: 'Hotel' }, value, { title: 'Guests' }, value, { title: 'Bookings' }, value],
    [
      ['Rooms', String(f.rooms), 'Arrived', String(f.arrivals), 'No-shows', String(f.noShows)],
      ['Out of order', String(f.outOfOrder), 'Left', String(f.departures), 'Released, no fee', String(f.released)],
      [
        'Occupied',
        String(f.occupied),
        'Guests in house',
        String(f.guestsInHouse),
        'Cancellations',
        String(f.cancellations),
      ],
      [
        'Occupancy',
        f.occupancyPct === null ? '–' : `${f.occupancyPct} %`,
        `ADR, ${hotel.currency} net`,
        money(f.averageDailyRate),
        'Bookings made',
        String(f.bookingsMade),
      ],
      ['', '', `RevPAR, ${hotel.currency} net`, money(f.revenuePerRoom), '', ''],
    ],
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
  heading(pdf, 'Paid on this date');
  rows(
    pdf,
    [{ title: 'Method' }, { title: 'Count', width: 50, align: RIGHT }, { title: 'Amount', width: 90, align: RIGHT }],
    pack.payments.map(({ method, count, amount }) => [wordsOf(method), String(count), grouped(amount)]),
    { width: HALF - 14, foot: ['Total', '', grouped(pack.trialBalance.paid)] },
  );
}

function balance(pdf: Pdf, { trialBalance }: NightAuditPack): void {
  const x = pdf.left + HALF;
  const width = pdf.width - HALF;
  heading(pdf, 'Trial balance: what guests owe', x);
  rows(
    pdf,
    [{ title: '' }, { title: 'Amount', width: 100, align: RIGHT }],
    [
      ['Opening balance', grouped(trialBalance.opening)],
      ['+ charged', grouped(trialBalance.charged)],
      ['− paid', grouped(trialBalance.paid)],
      ['= closing balance', grouped(trialBalance.closing)],
      ...depositRows(trialBalance.deposits),
    ],
    { x, width },
  );
}

/** None for a hotel that holds no deposits. */
function depositRows(deposits: NightAuditPack['trialBalance']['deposits']): string[][] {
  if (Object.values(deposits).every((amount) => Number(amount) === 0)) return [];
  return [
    ['Deposits held, opening', grouped(deposits.opening)],
    ['+ received', grouped(deposits.received)],
    ['− refunded', grouped(deposits.refunded)],
    ['− applied to bills', grouped(deposits.applied)],
    ['= deposits held', grouped(deposits.closing)],
  ];
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

function checks(pdf: Pdf, pack: NightAuditPack): void {
  heading(pdf, 'Checklist');
  rows(
    pdf,
    [{ title: 'Check', width: 130 }, { title: 'Level', width: 50 }, { title: 'Found' }],
    pack.checks.map((line) => [wordsOf(line.check), line.level, checkWords(line)]),
  );
  pdf.space(AIR);
}
