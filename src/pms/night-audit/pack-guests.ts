import { grouped, type Pdf } from '../../platform/pdf/index.js';
import type { NightAuditPack } from './night-audit.dto.js';
import { AIR, HALF, heading, RIGHT, rows, wordsOf } from './pack-layout.js';
import type { PackGuest } from './pack-rows.dto.js';

/** What each department earned. */
export function departments(pdf: Pdf, { departments: lines, revenueTotal }: NightAuditPack): void {
  heading(pdf, 'Departments');
  const amount = { width: 58, align: RIGHT };
  rows(
    pdf,
    [{ title: 'Department' }, { title: 'Net', ...amount }, { title: 'Tax', ...amount }, { title: 'Gross', ...amount }],
    lines.map(({ department, net, tax, gross }) => [wordsOf(department), grouped(net), grouped(tax), grouped(gross)]),
    {
      width: HALF - 14,
      foot: ['Total', grouped(revenueTotal.net), grouped(revenueTotal.tax), grouped(revenueTotal.gross)],
    },
  );
  pdf.space(AIR);
}

/** Who came and who left, in a few lines. */
export function guests(pdf: Pdf, { arrived, departed }: NightAuditPack): void {
  const named = (people: readonly PackGuest[]) =>
    people.length === 0 ? 'nobody' : people.map(({ room, guest }) => `${room ?? '–'} ${guest}`).join(' · ');
  heading(pdf, 'Who came and who left');
  rows(
    pdf,
    [{ title: '', width: 64 }, { title: 'Rooms and guests' }],
    [
      [`Arrived (${arrived.length})`, named(arrived)],
      [`Left (${departed.length})`, named(departed)],
    ],
  );
  pdf.space(AIR);
}

/** What each guest owes, by room. */
export function ledger(pdf: Pdf, { guestLedger, trialBalance, hotel }: NightAuditPack): void {
  heading(pdf, guestLedger.length === 0 ? 'Guest ledger: nobody owes anything' : 'Guest ledger, with tax');
  if (guestLedger.length === 0) return;
  const amount = { width: 68, align: RIGHT };
  rows(
    pdf,
    [
      { title: 'Room', width: 40 },
      { title: 'Guest' },
      { title: 'Booking', width: 62 },
      { title: 'Opening', ...amount },
      { title: 'Charged', ...amount },
      { title: 'Paid', ...amount },
      { title: `Closing ${hotel.currency}`, ...amount },
    ],
    guestLedger.map(({ room, guest, booking, opening, charged, paid, closing }) => [
      room ?? '–',
      guest,
      booking,
      ...[opening, charged, paid, closing].map(grouped),
    ]),
    {
      foot: [
        'Total',
        '',
        '',
        ...[trialBalance.opening, trialBalance.charged, trialBalance.paid, trialBalance.closing].map(grouped),
      ],
    },
  );
}
