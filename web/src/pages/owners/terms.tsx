import type { ReactNode } from 'react';
import type { Schema } from '../../api/client';
import { Fact, Facts } from '../../kit/facts';
import { Money } from '../../kit/money';

type AllTerms = Schema<'TermsResponse'>;

export const BASES: Record<AllTerms['feeBase'], string> = {
  rent: 'rent',
  rent_cleaning: 'rent and cleaning',
  gross: 'all the guest pays',
  gross_less_channel_fee: 'all the guest pays, less the channel fee',
  formula: 'a formula',
};
export const RECOGNITIONS: Record<AllTerms['recognition'], string> = {
  checkout: 'On the day of departure',
  checkin: 'On the day of arrival',
  nightly: 'Night by night',
  nightly_over_n: 'Long stays night by night',
};
export const FEE_DATES: Record<AllTerms['feeDate'], string> = {
  booking_date: 'Of the day it was booked',
  recognition_date: 'Of the day it counts',
  night: 'Of each night',
};
export const CLEANING: Record<AllTerms['cleaningTo'], string> = {
  owner: 'The owner',
  manager: 'The manager',
  split: 'Shared',
};
export const COHOST: Record<AllTerms['cohost'], string> = {
  none: 'There are none',
  bill_back: 'Their fee is billed back',
  collected: 'Taken off what is paid out',
};

/** All that one version of an agreement says. */
export function Terms({ terms, currency }: { terms: AllTerms; currency: string }) {
  const formula = terms.feeFormula.map(
    ({ component, sign }) => `${sign === 1 ? '+' : '−'} ${component.replaceAll('_', ' ')}`,
  );
  const facts: [string, ReactNode][] = [
    ['Our fee', `${terms.feePercent} % of ${BASES[terms.feeBase]}`],
    ...(formula.length > 0 ? [['Formula of its base', formula.join(' ')] as [string, ReactNode]] : []),
    ...Object.entries(terms.channelFees).map(([channel, fee]): [string, ReactNode] => [
      `Our fee, ${channel}`,
      `${fee.feePercent} % of ${BASES[fee.feeBase]}`,
    ]),
    ['Least fee of a stay', <Money key="min" amount={terms.minFee} currency={currency} />],
    ['Version that a stay follows', FEE_DATES[terms.feeDate]],
    [
      'Money of a stay counts',
      terms.recognition === 'nightly_over_n'
        ? `Night by night over ${terms.nightlyOver} nights, else on departure`
        : RECOGNITIONS[terms.recognition],
    ],
    [
      'Cleaning fee is for',
      terms.cleaningTo === 'split'
        ? `Owner ${terms.cleaningOwnerPercent} %, manager the rest`
        : CLEANING[terms.cleaningTo],
    ],
    ['Fees of a stay', terms.prorateStayFees ? 'By night, like the rent' : 'At departure'],
    ['Lodging tax', terms.taxToOwner ? 'Paid on to the owner' : 'Kept for the state by the manager'],
    ['Stays whose money the owner had', COHOST[terms.cohost]],
    ['Money kept of cancelled stays', terms.cancelRevenue === 'include' ? 'Counts' : 'Does not count'],
    ['Reserve', <Money key="reserve" amount={terms.reserve} currency={currency} />],
  ];
  return (
    <Facts>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}
