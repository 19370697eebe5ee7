import { GREY, grouped, Pdf, table } from '../../platform/pdf/index.js';
import { nightJob } from '../nights/night-job.js';
import { checkWords } from './exceptions.js';
import type { NightAuditPack } from './night-audit.dto.js';

const HALF = 262;
const RIGHT = 'right' as const;

/** The pack of a night as a PDF, A4: what a manager reads first and an accountant files. */
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
      pdf.keep(110);
      pdf.sideBySide(
        () => payments(pdf, pack),
        () => balance(pdf, pack),
      );
      pdf.space(14);
      jobs(pdf, pack);
      checks(pdf, pack);
    },
  );
}

function head(pdf: Pdf, { hotel, businessDate, status }: NightAuditPack): void {
  pdf.sideBySide(
    () => {
      pdf.text('Night audit', { size: 20, weight: 'bold', width: HALF });
      pdf.text(hotel.name, { size: 12, width: HALF });
      if (hotel.legalName) pdf.text(hotel.legalName, { color: GREY, width: HALF });
    },
    () => {
      const block = { x: pdf.left + HALF, width: pdf.width - HALF, align: RIGHT };
      pdf.text(businessDate, { ...block, size: 20, weight: 'bold' });
      pdf.text(`${hotel.timezone} · ${hotel.currency}`, { ...block, color: GREY });
      pdf.text(status === 'final' ? 'Day closed' : 'Preliminary', { ...block, weight: 'bold' });
    },
  );
  pdf.space(14);
}

function exceptions(pdf: Pdf, pack: NightAuditPack): void {
  section(pdf, pack.exceptions.length === 0 ? 'To look at: nothing' : `To look at (${pack.exceptions.length})`);
  if (pack.exceptions.length > 0)
    table(
      pdf,
      [{ title: 'From', width: 130 }, { title: 'What' }],
      pack.exceptions.map(({ source, text }) => [wordsOf(source), text]),
    );
  pdf.space(14);
}

function figures(pdf: Pdf, { figures: f, hotel }: NightAuditPack): void {
  section(pdf, 'Figures');
  const money = (amount: string | null) => (amount === null ? '–' : grouped(amount));
  const pairs: [string, string, string, string][] = [
    ['Rooms', String(f.rooms), 'Arrivals', String(f.arrivals)],
    ['Out of order', String(f.outOfOrder), 'Departures', String(f.departures)],
    ['Occupied', String(f.occupied), 'Guests in house', String(f.guestsInHouse)],
    ['Occupancy', f.occupancyPct === null ? '–' : `${f.occupancyPct} %`, 'No-shows', String(f.noShows)],
    [`ADR, ${hotel.currency} net`, money(f.averageDailyRate), 'Cancellations', String(f.cancellations)],
    [`RevPAR, ${hotel.currency} net`, money(f.revenuePerRoom), 'Bookings made', String(f.bookingsMade)],
  ];
  table(
    pdf,
    [
      { title: 'Hotel' },
      { title: '', width: 90, align: RIGHT },
      { title: 'Guests' },
      { title: '', width: 90, align: RIGHT },
    ],
    pairs,
  );
  pdf.space(14);
}

function revenue(pdf: Pdf, { revenue: lines, hotel, trialBalance }: NightAuditPack): void {
  section(pdf, 'Charged on this date');
  table(
    pdf,
    [
      { title: 'What' },
      { title: 'Tax', width: 110 },
      { title: 'Lines', width: 44, align: RIGHT },
      { title: 'Net', width: 78, align: RIGHT },
      { title: 'Tax amount', width: 78, align: RIGHT },
      { title: `Gross ${hotel.currency}`, width: 84, align: RIGHT },
    ],
    [
      ...lines.map(({ kind, taxCode, taxRate, lines: count, net, tax, gross }) => [
        wordsOf(kind),
        `${taxCode} ${Number(taxRate)} %`,
        String(count),
        grouped(net),
        grouped(tax),
        grouped(gross),
      ]),
      ['Total', '', '', '', '', grouped(trialBalance.charged)],
    ],
  );
  pdf.space(14);
}

function payments(pdf: Pdf, pack: NightAuditPack): void {
  const width = HALF - 14;
  section(pdf, 'Paid on this date');
  table(
    pdf,
    [{ title: 'Method' }, { title: 'Count', width: 50, align: RIGHT }, { title: 'Amount', width: 90, align: RIGHT }],
    [
      ...pack.payments.map(({ method, count, amount }) => [method, String(count), grouped(amount)]),
      ['Total', '', grouped(pack.trialBalance.paid)],
    ],
    { width },
  );
}

function balance(pdf: Pdf, { trialBalance }: NightAuditPack): void {
  const x = pdf.left + HALF;
  const width = pdf.width - HALF;
  section(pdf, 'Trial balance: what guests owe', x);
  table(
    pdf,
    [{ title: '' }, { title: 'Amount', width: 100, align: RIGHT }],
    [
      ['Opening balance', grouped(trialBalance.opening)],
      ['+ charged', grouped(trialBalance.charged)],
      ['− paid', grouped(trialBalance.paid)],
      ['= closing balance', grouped(trialBalance.closing)],
      ['Deposits held, opening', grouped(trialBalance.deposits.opening)],
      ['+ received', grouped(trialBalance.deposits.received)],
      ['− refunded', grouped(trialBalance.deposits.refunded)],
      ['− applied to bills', grouped(trialBalance.deposits.applied)],
      ['= deposits held', grouped(trialBalance.deposits.closing)],
    ],
    { x, width },
  );
}

function jobs(pdf: Pdf, pack: NightAuditPack): void {
  section(pdf, 'What the night did');
  table(
    pdf,
    [{ title: 'Job', width: 130 }, { title: 'Done at', width: 92 }, { title: 'What it did' }],
    pack.jobs.map(({ jobName, finishedAt, result }) => [
      wordsOf(jobName),
      finishedAt === null ? '–' : minute(finishedAt, pack.hotel.timezone),
      result ? (nightJob(jobName)?.line(result) ?? '') : 'did not run for this date',
    ]),
  );
  pdf.space(14);
}

function checks(pdf: Pdf, pack: NightAuditPack): void {
  section(pdf, 'Checklist');
  table(
    pdf,
    [{ title: 'Check', width: 130 }, { title: 'Level', width: 70 }, { title: 'Found' }],
    pack.checks.map((line) => [wordsOf(line.check), line.level, checkWords(line)]),
  );
}

function section(pdf: Pdf, title: string, x = pdf.left): void {
  // Room for the head of its table and a row or two.
  pdf.keep(90);
  pdf.text(title, { x, size: 10.5, weight: 'bold' });
  pdf.space(4);
}

/** `no-show-check` and `ARRIVALS_DUE` as words. */
function wordsOf(name: string): string {
  const words = name.toLowerCase().replaceAll(/[-_]/g, ' ').replace('no show', 'no-show');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The hotel's local date and time. */
function minute(instant: string, timeZone: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
