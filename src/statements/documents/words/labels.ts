/** Words on a statement. `{0}` and `{1}` are filled in. */
export interface Labels {
  title: string;
  draft: string;
  number: string;
  version: string;
  period: string;
  owner: string;
  listings: string;
  /** Of a co-owner. */
  share: string;
  calculated: string;
  amountsIn: string;
  summary: string;
  opening: string;
  revenue: string;
  fees: string;
  expenses: string;
  adjustments: string;
  other: string;
  net: string;
  payouts: string;
  closing: string;
  reserve: string;
  payable: string;
  /** `{0}` the number of the later statement with which it is paid. */
  goesOnTo: string;
  shortfall: string;
  negative: string;
  stays: string;
  noStays: string;
  stay: string;
  channel: string;
  guest: string;
  listing: string;
  arrival: string;
  departure: string;
  nights: string;
  rent: string;
  cleaning: string;
  extras: string;
  tax: string;
  channelFee: string;
  paymentFee: string;
  managementFee: string;
  collected: string;
  total: string;
  note: string;
  date: string;
  kind: string;
  description: string;
  reason: string;
  corrects: string;
  amount: string;
  reference: string;
  agreement: string;
  feeOf: string;
  from: string;
  fromTo: string;
  bases: Record<'rent' | 'rent_cleaning' | 'gross' | 'gross_less_channel_fee' | 'formula', string>;
  recognitions: Record<'checkout' | 'checkin' | 'nightly' | 'nightly_over_n', string>;
  rates: string;
  rate: string;
  rateDate: string;
  source: string;
  original: string;
  currency: string;
  page: string;
  /** Of the mail. */
  mailSubject: string;
  mailGreeting: string;
  mailText: string;
  /** `{0}` number, `{1}` period, `{2}` number of the later statement with which it is paid. */
  mailTextGoesOn: string;
  /** On the page of the owner's link. */
  all: string;
  none: string;
  yearSummary: string;
  month: string;
  voided: string;
}
