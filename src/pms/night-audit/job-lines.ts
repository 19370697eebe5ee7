import { formatMoney } from '../../platform/money/index.js';
import type { HotelRow } from '../../rooms/index.js';
import { NIGHT_JOBS, nightJob } from '../nights/night-job.js';
import type { NightRun } from '../nights/night-runs.js';
import { depositLedger, NO_DEPOSITS } from './deposit-ledger.js';
import { aboutNobody } from './exceptions.js';
import type { JobLine, NightAuditPack } from './night-audit.dto.js';
import type { NoShowRow } from './people-of-day.repository.js';

const NO_SHOWS = 'no-show-check';
const DID_NOT_RUN = 'did not run for this date';

/**
 * A line for every night job, also for those that did not run. The no-show check runs many times a day: its line says what
 * all its runs did for the date, by the same records as the figures.
 */
export function jobLines(hotel: HotelRow, runs: readonly NightRun[], noShows: readonly NoShowRow[]): JobLine[] {
  const byName = new Map(runs.map((run) => [run.jobName, run]));
  return NIGHT_JOBS.map(({ contract: { name: jobName } }) => {
    const { jobId = null, finishedAt, result: last = null } = byName.get(jobName) ?? {};
    const result = jobName === NO_SHOWS ? ofDate(last, hotel, noShows) : last;
    return { jobName, jobId, finishedAt: finishedAt?.toISOString() ?? null, result, text: words(jobName, result) };
  });
}

function words(jobName: string, result: JobLine['result']): string {
  return result ? (nightJob(jobName)?.line(result) ?? '') : DID_NOT_RUN;
}

/** The result of the last check with the figures of the date; null when none ran and nobody was found. */
function ofDate(last: JobLine['result'], hotel: HotelRow, noShows: readonly NoShowRow[]): JobLine['result'] {
  if (!last && noShows.length === 0) return null;
  const away = noShows.filter(({ cameAfterAll }) => !cameAfterAll);
  const charged = away.filter(({ feeMinor }) => feeMinor > 0);
  const money = (minor: number) => formatMoney(minor, hotel.currency);
  const sum = (rows: readonly NoShowRow[], of: (row: NoShowRow) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    ...last,
    hotelId: hotel.id,
    currency: hotel.currency,
    noShowsDetected: away.filter(({ outcome }) => outcome === 'NO_SHOW').length,
    released: away.filter(({ outcome }) => outcome === 'RELEASED').length,
    penaltiesApplied: charged.length,
    penaltyTotal: money(sum(charged, ({ feeMinor }) => feeMinor)),
    roomsFreed: sum(away, ({ nightsFreed }) => nightsFreed),
    bookings: away.map(({ booking, outcome, feeMinor }) => ({ code: booking, outcome, penalty: money(feeMinor) })),
  };
}

/** Packs frozen by earlier releases tell less, and have the zone of their hotel under its former name. */
export function inPresentWords(pack: NightAuditPack): NightAuditPack {
  const { timeZone, ...hotel } = pack.hotel as NightAuditPack['hotel'] & { timeZone?: string };
  const old = pack as Partial<NightAuditPack>;
  const zero = formatMoney(0, hotel.currency);
  return {
    ...pack,
    closing: old.closing ?? null,
    figures: { ...pack.figures, released: (pack.figures as Partial<NightAuditPack['figures']>).released ?? 0 },
    departments: old.departments ?? [],
    depositPayments: old.depositPayments ?? [],
    revenueTotal: old.revenueTotal ?? { net: zero, tax: zero, gross: pack.trialBalance.charged },
    trialBalance: {
      ...pack.trialBalance,
      deposits: pack.trialBalance.deposits ?? depositLedger(NO_DEPOSITS, (minor) => formatMoney(minor, hotel.currency)),
    },
    guestLedger: old.guestLedger ?? [],
    arrived: old.arrived ?? [],
    departed: old.departed ?? [],
    notCome: old.notCome ?? [],
    jobs: pack.jobs.map((job) => ({ ...job, text: (job as { text?: string }).text ?? words(job.jobName, job.result) })),
    exceptions: pack.exceptions.map((one) => ({ ...aboutNobody(one.source, one.text), ...one })),
    hotel: { ...hotel, timezone: hotel.timezone ?? timeZone },
  };
}
