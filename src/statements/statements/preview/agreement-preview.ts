import { addDays, addMonths, daysBetween, type LocalDate } from '../../../platform/dates/index.js';
import { invalid } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney } from '../../../platform/money/index.js';
import { parseAmount } from '../../../platform/money/parse-amount.js';
import { termsOf } from '../../agreements/terms-money.js';
import { countNights } from '../calculation/nights.js';
import { recognisedDays } from '../calculation/recognition.js';
import { linesOf } from '../calculation/stay-lines.js';
import { planStay, type Stay, type StayPlan } from '../calculation/stay-plan.js';
import { inWords } from '../explain/words.js';
import type { PreviewMonth, PreviewRequest, AgreementPreviewResponse, SampleStay } from './agreement-preview.dto.js';

/** The one owner of the sample. */
const OWNER = 1;
const MAX_NIGHTS = 366;

/** A sample stay under terms, by months. @throws AppError VALIDATION_FAILED */
export function previewOf({ currency, terms, stay: sample }: PreviewRequest): AgreementPreviewResponse {
  const stay = stayOf(sample, currency);
  const version = {
    id: 0,
    ownerId: OWNER,
    listingId: 0,
    from: '1900-01-01',
    to: null,
    terms: termsOf(terms, currency),
  };
  const shares = [{ ownerId: OWNER, shareBp: 10_000, from: '1900-01-01' as LocalDate, until: null }];
  // Neither a status to be looked at, nor another currency, nor a day without agreement can be asked for.
  const plan = planStay(stay, { currency, versions: [version], shares, asked: null, rate: null }) as StayPlan;
  const months = monthsOf(stay).flatMap((month) => monthOf(plan, month, currency) ?? []);
  const net = linesOf(plan, OWNER, [{ from: 0, to: plan.nights + 1 }]).reduce((sum, one) => sum + one.amountMinor, 0);
  return { currency, net: formatMoney(net, currency), note: plan.note, months };
}

function stayOf(sample: SampleStay, currency: string): Stay {
  const { checkIn, checkOut, channel = 'direct', status = 'confirmed', paidToOwner = false } = sample;
  assertDate('stay.checkIn', checkIn);
  assertDate('stay.checkOut', checkOut);
  const nights = daysBetween(checkIn, checkOut);
  if (nights < 1 || nights > MAX_NIGHTS) throw invalid('stay.checkOut', `A stay has 1 to ${MAX_NIGHTS} nights`);
  const minor = (member: 'rent' | 'cleaning' | 'extras' | 'tax' | 'channelFee' | 'paymentFee') =>
    parseAmount(`stay.${member}`, sample[member] ?? 0, currency);
  return {
    ...{ id: 'sample', version: 1, listingId: 0, channel, code: 'sample', guest: null, status, bookedOn: checkIn },
    ...{ checkIn, checkOut, currency, rentMinor: minor('rent'), cleaningMinor: minor('cleaning') },
    ...{ extrasMinor: minor('extras'), taxMinor: minor('tax'), taxRemittedBy: 'host', payoutMinor: null, paidToOwner },
    ...{ channelFeeMinor: minor('channelFee'), paymentFeeMinor: minor('paymentFee'), review: [] },
  };
}

function monthsOf({ checkIn, checkOut }: Stay): { from: LocalDate; to: LocalDate }[] {
  const months = [];
  for (let from = `${checkIn.slice(0, 7)}-01` as LocalDate; from <= checkOut; from = addMonths(from, 1))
    months.push({ from, to: addDays(addMonths(from, 1), -1) });
  return months;
}

function monthOf(plan: StayPlan, month: { from: LocalDate; to: LocalDate }, currency: string): PreviewMonth | null {
  const days = recognisedDays(plan.choice.recognised, plan.stay, month);
  if (!days) return null;
  const lines = linesOf(plan, OWNER, [days]);
  return {
    ...{ ...month, nights: countNights([days], plan.nights) },
    net: formatMoney(
      lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      currency,
    ),
    lines: lines.map(({ kind, amountMinor, reasoning }) => ({
      ...{ kind, amount: formatMoney(amountMinor, currency), formula: inWords(reasoning, amountMinor, currency) },
    })),
  };
}
