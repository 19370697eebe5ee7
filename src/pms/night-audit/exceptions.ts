import { formatMoney } from '../../platform/money/index.js';
import type { AuditCheck } from '../business-days/audit-checks.js';
import { counted } from '../nights/counted.js';
import { nightJob } from '../nights/night-job.js';
import type { JobLine } from './night-audit.dto.js';
import type { AuditException, PackNoShow } from './pack-rows.dto.js';
import type { NamedStay } from './people-of-day.repository.js';

/** The names of what a checklist tells by codes. */
export interface Names {
  currency: string;
  /** By code. */
  stays: ReadonlyMap<string, NamedStay>;
  /** What each owes at the end of the day, by code; decimal strings. */
  owed: ReadonlyMap<string, string>;
}

/** What somebody should look at, by name: who did not come, what jobs report, and the checklist's open lines. */
export function exceptionsOf(
  jobs: readonly JobLine[],
  checks: readonly AuditCheck[],
  noShows: readonly PackNoShow[],
  names: Names,
): AuditException[] {
  const ofJobs = jobs.flatMap(({ jobName, result }) =>
    // Who did not come is told by the records of the date, whichever of the checks found them.
    result && jobName !== 'no-show-check'
      ? once(nightJob(jobName)?.exceptions(result) ?? []).map((text) => aboutNobody(jobName, text))
      : [],
  );
  const ofChecks = checks.filter(({ level }) => level !== 'ok').flatMap((line) => ofCheck(line, names));
  return [...noShows.map(ofNoShow), ...ofJobs, ...ofChecks];
}

/** What is said many times is told once, with how often. */
function once(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`));
}

export function aboutNobody(source: string, text: string): AuditException {
  return { source, text, room: null, guest: null, booking: null, amount: null };
}

function ofNoShow({ room, guest, booking, outcome, fee, cameAfterAll }: PackNoShow): AuditException {
  const charged = outcome === 'NO_SHOW' ? 'did not come: charged' : 'did not come: released, no fee';
  const text = cameAfterAll ? 'came after all: the fee was taken back' : charged;
  return { source: 'no-show-check', text, room, guest, booking, amount: cameAfterAll ? null : fee };
}

/** A line for each guest; for what is not about guests, one for all. */
function ofCheck(line: AuditCheck, names: Names): AuditException[] {
  const { check, count, examples, waived } = line;
  const stays = examples.map((code) => names.stays.get(code));
  if (!stays.some(Boolean)) return [aboutNobody(check, checkWords(line))];
  const people = examples.map((code, index): AuditException => {
    const stay = stays[index];
    if (!stay) return aboutNobody(check, `${FOUND[check](1)}: ${code}`);
    const { room, guest, booking } = stay;
    return {
      source: check,
      text: wordsOf(check, stay, names),
      room,
      guest,
      booking,
      amount: amountOf(check, stay, names),
    };
  });
  const more = count - examples.length;
  if (more > 0) people.push(aboutNobody(check, `and ${more} more`));
  if (waived !== undefined) people.push(aboutNobody(check, `Closed all the same: ${waived}`));
  return people;
}

function wordsOf(check: AuditCheck['check'], stay: NamedStay, names: Names): string {
  const { category, arrival, departure, guarantee } = stay;
  switch (check) {
    case 'ARRIVALS_DUE':
      return `expected on ${arrival} (${category}, guarantee ${guarantee}): neither came nor cancelled`;
    case 'DEPARTURES_DUE':
      return `should have left on ${departure}`;
    case 'OPEN_BALANCES':
      return balanceWords(stay, names);
    case 'NO_TAXES':
      return 'the nights are charged without any tax';
    default:
      return FOUND[check](1);
  }
}

function balanceWords({ booking, depositMinor }: NamedStay, { currency, owed }: Names): string {
  const balance = Number(owed.get(booking) ?? 0);
  const words = [
    ...(balance > 0 ? ['has something to pay'] : []),
    ...(balance < 0 ? ['has paid too much: to be given back'] : []),
    ...(depositMinor > 0 ? [`has a deposit of ${formatMoney(depositMinor, currency)} to get back`] : []),
  ];
  return words.join('; ') || 'one payer owes what another has paid too much';
}

/** Of who did not come, what the stay costs; of the others, what they owe: below zero, what they are owed. */
function amountOf(
  check: AuditCheck['check'],
  { booking, totalMinor, depositMinor }: NamedStay,
  { currency, owed }: Names,
): string | null {
  if (check === 'ARRIVALS_DUE') return formatMoney(totalMinor, currency);
  const balance = owed.get(booking) ?? null;
  if (check === 'OPEN_BALANCES' && Number(balance) === 0) return formatMoney(0 - depositMinor, currency);
  return balance;
}

const FOUND: Record<AuditCheck['check'], (count: number) => string> = {
  ARRIVALS_DUE: (n) => `${counted(n, 'expected guest')} neither came nor cancelled`,
  DEPARTURES_DUE: (n) => `${counted(n, 'guest')} should have left`,
  OPEN_BALANCES: (n) =>
    `${counted(n, 'bill')} of guests who left or did not come with something to pay or to give back`,
  NO_TAXES: (n) =>
    `the nights of ${counted(n, 'booking')} are charged without any tax; say which by roomTaxCode in the hotel's policy, an ` +
    'exempt one if there is none',
  NIGHT_JOBS: (n) => `${counted(n, 'job')} did not run for this date`,
};

/** A line of the checklist, in words. */
export function checkWords({ check, count, examples, waived }: AuditCheck): string {
  if (count === 0) return 'none';
  const more = count > examples.length ? ', …' : '';
  const why = waived === undefined ? '' : `. Closed all the same: ${waived}`;
  return `${FOUND[check](count)}: ${examples.join(', ')}${more}${why}`;
}
