import type { Channel, ReservationFacts, ReservationStatus } from '../../reservations/reservation-facts.js';

type Amounts = Pick<
  ReservationFacts,
  'rentMinor' | 'cleaningMinor' | 'extrasMinor' | 'taxMinor' | 'channelFeeMinor' | 'paymentFeeMinor'
>;
/** Parts of a stay as a provider tells them. */
export interface Parts extends Amounts {
  status: ReservationStatus;
  channel: Channel;
  payoutMinor: number | null;
}
export type Settled = Amounts & Pick<ReservationFacts, 'taxRemittedBy' | 'payoutMinor' | 'review'>;

const NOTHING: Amounts = {
  rentMinor: 0,
  cleaningMinor: 0,
  extrasMinor: 0,
  taxMinor: 0,
  channelFeeMinor: 0,
  paymentFeeMinor: 0,
};

/**
 * What of the parts counts. The payout is the money that came, and tells who hands the tax to the state: with the tax in it
 * the host, without it the channel. Of a stay that did not take place, and of an owner's own, the payout is what was kept, and the parts, which often
 * still name the full price, only count when they add up to it. What does not add up is for a person to look at.
 */
export function settle({ status, channel, payoutMinor, ...amounts }: Parts): Settled {
  const usual = channel === 'direct' ? 'host' : 'channel';
  const fallenThrough = status === 'cancelled' || status === 'no_show' || status === 'owner_stay';
  if (payoutMinor === null) {
    if (!fallenThrough) return { ...amounts, payoutMinor, taxRemittedBy: usual, review: [] };
    const told = Object.values(amounts).some((amount) => amount !== 0);
    const unknown = told && status !== 'owner_stay';
    return { ...NOTHING, payoutMinor, taxRemittedBy: usual, review: unknown ? ['kept_unknown'] : [] };
  }
  const { rentMinor, cleaningMinor, extrasMinor, taxMinor, channelFeeMinor, paymentFeeMinor } = amounts;
  const without = rentMinor + cleaningMinor + extrasMinor - channelFeeMinor - paymentFeeMinor;
  const fits = { channel: without === payoutMinor, host: without + taxMinor === payoutMinor };
  if (fits[usual]) return { ...amounts, payoutMinor, taxRemittedBy: usual, review: [] };
  const other = usual === 'host' ? 'channel' : 'host';
  if (fits[other]) return { ...amounts, payoutMinor, taxRemittedBy: other, review: [] };
  if (fallenThrough) return { ...NOTHING, rentMinor: payoutMinor, payoutMinor, taxRemittedBy: 'channel', review: [] };
  return { ...amounts, payoutMinor, taxRemittedBy: usual, review: ['gross_mismatch'] };
}
