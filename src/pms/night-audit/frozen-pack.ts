import { formatMoney } from '../../platform/money/index.js';
import { aboutNobody } from './exceptions.js';
import type { DepositFigures } from './figures.repository.js';
import { jobWords } from './job-lines.js';
import type { DepositLedger, NightAuditPack } from './night-audit.dto.js';

const NO_DEPOSITS: DepositFigures = { openingMinor: 0, receivedMinor: 0, refundedMinor: 0, appliedMinor: 0 };

export function depositLedger(figures: DepositFigures, money: (minor: number) => string): DepositLedger {
  const { openingMinor, receivedMinor, refundedMinor, appliedMinor } = figures;
  return {
    opening: money(openingMinor),
    received: money(receivedMinor),
    refunded: money(refundedMinor),
    applied: money(appliedMinor),
    closing: money(openingMinor + receivedMinor - refundedMinor - appliedMinor),
  };
}

/** Packs frozen by earlier releases tell less, and have the zone of their hotel under its former name. */
export function inPresentWords(pack: NightAuditPack): NightAuditPack {
  const { timeZone, ...hotel } = pack.hotel as NightAuditPack['hotel'] & { timeZone?: string };
  const old = pack as Partial<NightAuditPack>;
  const zero = formatMoney(0, hotel.currency);
  return {
    ...pack,
    trialBalance: { ...pack.trialBalance, deposits: pack.trialBalance.deposits ?? depositLedger(NO_DEPOSITS, () => zero) },
    closing: old.closing ?? null,
    figures: { ...pack.figures, released: (pack.figures as Partial<NightAuditPack['figures']>).released ?? 0 },
    departments: old.departments ?? [],
    revenueTotal: old.revenueTotal ?? { net: zero, tax: zero, gross: pack.trialBalance.charged },
    guestLedger: old.guestLedger ?? [],
    arrived: old.arrived ?? [],
    departed: old.departed ?? [],
    notCome: old.notCome ?? [],
    jobs: pack.jobs.map((job) => ({ ...job, text: (job as { text?: string }).text ?? jobWords(job.jobName, job.result) })),
    exceptions: pack.exceptions.map((one) => ({ ...aboutNobody(one.source, one.text), ...one })),
    hotel: { ...hotel, timezone: hotel.timezone ?? timeZone },
  };
}
