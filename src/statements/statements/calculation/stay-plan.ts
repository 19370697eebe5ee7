import type { LocalDate } from '../../../platform/dates/index.js';
import { percentOf } from '../../../platform/money/index.js';
import type { AgreementVersion, FeeComponent, Recognition } from '../../agreements/terms.js';
import { convert } from '../../rates/rate-book.js';
import { holdsBack } from '../../reservations/reservation-checks.js';
import type { Reservation } from '../../reservations/reservation-row.js';
import { type Choice, chooseVersions } from './agreement-choice.js';
import type { Component } from './component.js';
import type { Rate } from './conversion.js';
import { type Basis, type FeePart, managementFee } from './management-fee.js';
import { nightsOf } from './nights.js';
import { type Share, type ShareRun, shareRuns } from './shares.js';

/** What is known of a stay, as far as its money goes. */
export type Stay = Pick<
  Reservation,
  | ('id' | 'version' | 'listingId' | 'channel' | 'code' | 'guest' | 'status' | 'bookedOn' | 'checkIn' | 'checkOut')
  | ('currency' | 'rentMinor' | 'cleaningMinor' | 'extrasMinor' | 'taxMinor' | 'taxRemittedBy' | 'channelFeeMinor')
  | ('paymentFeeMinor' | 'payoutMinor' | 'paidToOwner' | 'review')
>;

/** Kinds of lines that a stay may have. */
export type StayKind = FeeComponent | 'management_fee' | 'cohost_collected';

/** An amount of a stay, of all owners together and signed from their side, with how it came about. */
export interface PlannedComponent extends Component {
  kind: StayKind;
  /** In the stay's currency; null: it is not converted. */
  original: Component | null;
  rule: string;
  formula: string;
  fee: FeePart | null;
}

/** What a stay comes to, before any period and any owner. */
export interface StayPlan {
  stay: Stay;
  nights: number;
  choice: Choice;
  runs: ShareRun[];
  components: PlannedComponent[];
  rate: Rate | null;
  /** Why it is listed with nothing, or otherwise than one would think. */
  note: string | null;
  listed: boolean;
}

export interface PlanContext {
  currency: string;
  /** Of the owner and listing, in the order of time. */
  versions: readonly AgreementVersion[];
  shares: readonly Share[];
  asked: Recognition | null;
  /** Of the stay's currency, for the day of its arrival. */
  rate: Rate | null;
}

/** Why a stay cannot be stated. */
export type StayTrouble = 'needs_review' | 'no_contract' | 'fx_missing';

/** Works out a stay. @returns its plan, or why it cannot be stated */
export function planStay(told: Stay, context: PlanContext): StayPlan | StayTrouble {
  if (holdsBack(told)) return 'needs_review';
  const stay = keptOf(told);
  const choice = chooseVersions(context.versions, stay, context.asked);
  if (!choice) return 'no_contract';
  const { terms } = choice.version;
  const foreign = stay.currency !== context.currency;
  const nights = nightsOf(stay);
  const plan = { stay, nights, choice, runs: shareRuns(stay, context.shares), rate: foreign ? context.rate : null };
  const paid = hasMoney(stay);
  const ended = stay.status === 'cancelled' || stay.status === 'no_show';
  if (ended && paid && terms.cancelRevenue === 'exclude') {
    const what = stay.status === 'no_show' ? 'no-show' : 'cancelled';
    return { ...plan, components: [], listed: true, note: `${what}: the agreement leaves out what was kept` };
  }
  if (!paid) {
    const note = stay.status === 'owner_stay' ? "owner's own stay" : null;
    return { ...plan, components: [], listed: !ended, note };
  }
  if (foreign && !context.rate) return 'fx_missing';
  const components = componentsOf(stay, choice, nights, context);
  const note = stay.paidToOwner ? 'the guest paid the owner' : null;
  return { ...plan, components, listed: true, note };
}

/** Of a stay that did not take place and of which only the payout is known, the payout is what was kept. */
function keptOf(stay: Stay): Stay {
  const ended = stay.status === 'cancelled' || stay.status === 'no_show';
  if (!ended || hasMoney(stay) || !stay.payoutMinor) return stay;
  return { ...stay, rentMinor: stay.payoutMinor };
}

function hasMoney(stay: Stay): boolean {
  const { rentMinor, cleaningMinor, extrasMinor, taxMinor, channelFeeMinor, paymentFeeMinor } = stay;
  return [rentMinor, cleaningMinor, extrasMinor, taxMinor, channelFeeMinor, paymentFeeMinor].some((one) => one !== 0);
}

function componentsOf(stay: Stay, choice: Choice, nights: number, { currency, rate }: PlanContext) {
  const { terms } = choice.version;
  const everyNight = { from: 0, to: nights };
  const stayFees = terms.prorateStayFees ? everyNight : ('departure' as const);
  const foreign = stay.currency !== currency;
  const here = (minor: number) => (foreign ? convert(minor, stay.currency, currency, rate!.rate) : minor);
  const told: Record<FeeComponent, [number, Component['over']]> = {
    rent: [stay.rentMinor, everyNight],
    cleaning: [stay.cleaningMinor, stayFees],
    extras: [stay.extrasMinor, stayFees],
    tax: [stay.taxRemittedBy === 'host' ? stay.taxMinor : 0, everyNight],
    channel_fee: [stay.channelFeeMinor, everyNight],
    payment_fee: [stay.paymentFeeMinor, everyNight],
  };
  const entries = Object.entries(told) as [FeeComponent, (typeof told)[FeeComponent]][];
  const basis = Object.fromEntries(
    entries.map(([kind, [minor, over]]) => [kind, { totalMinor: here(minor), over }]),
  ) as Basis;
  const fees = managementFee(basis, choice, stay.channel, nights).map((fee): PlannedComponent => ({
    kind: 'management_fee',
    totalMinor: -fee.feeMinor,
    over: { from: fee.from, to: fee.to },
    original: null,
    rule: 'management_fee',
    formula: 'base × percent',
    fee,
  }));

  /** A part of what the guest paid or the channel took. */
  const taken = (kind: FeeComponent, percent: string, sign: 1 | -1, rule: string, as: StayKind = kind) => {
    const [minor, over] = told[kind];
    const part = (amount: number) => sign * percentOf(amount, percent);
    return {
      ...{ kind: as, totalMinor: part(basis[kind].totalMinor), over, rule, fee: null },
      formula: percent === '100' ? 'amount' : `amount × ${percent} %`,
      original: foreign ? { totalMinor: part(minor), over } : null,
    };
  };
  const cleaning = { owner: '100', manager: '0', split: terms.cleaningOwnerPercent }[terms.cleaningTo];
  const tax = terms.taxToOwner ? '100' : '0';
  if (stay.paidToOwner) return billedBack(fees, taken, cleaning, tax, terms.cohost === 'collected');
  return [
    taken('rent', '100', 1, 'rent'),
    taken('cleaning', cleaning, 1, `cleaning_to_${terms.cleaningTo}`),
    taken('extras', '100', 1, 'extras'),
    taken('tax', tax, 1, terms.taxToOwner ? 'tax_to_owner' : 'tax_kept'),
    taken('channel_fee', '100', -1, 'channel_fee'),
    taken('payment_fee', '100', -1, 'payment_fee'),
    ...fees,
  ].filter(({ totalMinor }) => totalMinor !== 0);
}

type Taken = (kind: FeeComponent, percent: string, sign: 1 | -1, rule: string, as?: StayKind) => PlannedComponent;

/**
 * A stay whose guest paid the owner. Its revenue is not stated, for the owner has it; the manager's fee is, with what else of the
 * money is the manager's. Collected: the same once more, as what the manager has got already.
 */
function billedBack(fees: PlannedComponent[], taken: Taken, cleaning: string, tax: string, collected: boolean) {
  const rest = (percent: string) => (percent === '100' ? '0' : percent === '0' ? '100' : minus(percent));
  const billed = [
    taken('cleaning', rest(cleaning), -1, 'cohost_cleaning', 'cohost_collected'),
    taken('tax', rest(tax), -1, 'cohost_tax', 'cohost_collected'),
    ...fees,
  ];
  const again = billed.map((one): PlannedComponent => {
    const back = (of: Component) => ({ totalMinor: -of.totalMinor, over: of.over });
    const original = one.original && back(one.original);
    return { ...one, ...back(one), kind: 'cohost_collected', rule: 'cohost_collected', original };
  });
  return [...billed, ...(collected ? again : [])].filter(({ totalMinor }) => totalMinor !== 0);
}

/** 100 less a percentage with at most four decimals. */
function minus(percent: string): string {
  const [whole = '0', fraction = ''] = percent.split('.');
  const left = 1_000_000 - Number(whole + fraction.padEnd(4, '0'));
  return `${Math.trunc(left / 10_000)}.${String(left % 10_000).padStart(4, '0')}`;
}

/** The day whose exchange rate a stay is converted by, all of it: channels pay out about then, and it is known for every period. */
export function rateDayOf(stay: Pick<Stay, 'checkIn'>): LocalDate {
  return stay.checkIn;
}
