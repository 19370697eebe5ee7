/** Sums of a currency until the end of a day, minor units. */
export interface Told {
  /** All lines of final statements. */
  linesMinor: number;
  expensesMinor: number;
  openingMinor: number;
  /** Of no stay, no expense and no opening: amounts set by hand. */
  otherMinor: number;
  /** Lines of stays. */
  stayLinesMinor: number;
  /** What the same stays come to: guests' money without what channels keep. */
  owedMinor: number;
  /** Tax of them that the manager hands over. */
  heldMinor: number;
}

export interface Moved {
  kind: string;
  channel: string;
  /** What came in is positive. */
  amountMinor: number;
}

export interface ChannelGap {
  channel: string;
  receivedMinor: number;
  statedMinor: number;
  /** Above zero: received and not stated; below: stated and not received. */
  gapMinor: number;
}

export interface TrustSides {
  bankMinor: number;
  ownersMinor: number;
  manager: {
    /** Fees, and what else of the stays is not the owners', less taxes. */
    earnedMinor: number;
    withdrawnMinor: number;
    /** Charged to owners and not paid from the account. */
    expensesMinor: number;
    /** Interest less fees of the bank. */
    bankMinor: number;
    /** Amounts that owners were given by hand. */
    givenMinor: number;
    totalMinor: number;
  };
  taxes: { collectedMinor: number; remittedMinor: number; unpaidMinor: number };
  /** bank - owners - manager - unpaid taxes. */
  differenceMinor: number;
  channels: ChannelGap[];
  /** Paid in by owners, less what statements opened with. */
  depositsMinor: number;
  correctionsMinor: number;
  /** What nothing of the above explains. */
  unexplainedMinor: number;
}

const RECEIPTS = ['channel_receipt', 'guest_receipt', 'guest_refund'];

/** bank = owners + manager + unpaid taxes, and what explains that it is not so. */
export function trustSides(
  told: Told,
  moved: readonly Moved[],
  paidMinor: number,
  owedByChannel: readonly { channel: string; amountMinor: number }[],
): TrustSides {
  const of = (...kinds: string[]) => sum(moved.filter(({ kind }) => kinds.includes(kind)));
  const bankMinor = sum(moved) - paidMinor;
  const ownersMinor = told.linesMinor - paidMinor;
  const manager = {
    earnedMinor: told.owedMinor - told.stayLinesMinor - told.heldMinor,
    withdrawnMinor: -of('manager_withdrawal'),
    expensesMinor: -told.expensesMinor + of('expense_payment'),
    bankMinor: of('interest', 'bank_fee'),
    givenMinor: told.otherMinor,
  };
  const totalMinor =
    manager.earnedMinor - manager.withdrawnMinor + manager.expensesMinor + manager.bankMinor - manager.givenMinor;
  const remittedMinor = -of('tax_remittance');
  const unpaidMinor = told.heldMinor - remittedMinor;
  const differenceMinor = bankMinor - ownersMinor - totalMinor - unpaidMinor;
  const channels = gaps(moved, owedByChannel);
  const depositsMinor = of('owner_deposit') - told.openingMinor;
  const correctionsMinor = of('correction_in', 'correction_out');
  const explained = channels.reduce((so, { gapMinor }) => so + gapMinor, 0) + depositsMinor + correctionsMinor;
  return {
    ...{ bankMinor, ownersMinor, manager: { ...manager, totalMinor } },
    taxes: { collectedMinor: told.heldMinor, remittedMinor, unpaidMinor },
    ...{ differenceMinor, channels, depositsMinor, correctionsMinor },
    unexplainedMinor: differenceMinor - explained,
  };
}

/** Channels whose receipts are not what their stays come to, by name. */
function gaps(moved: readonly Moved[], owed: readonly { channel: string; amountMinor: number }[]): ChannelGap[] {
  const receipts = moved.filter(({ kind }) => RECEIPTS.includes(kind));
  const names = [...new Set([...receipts, ...owed].map(({ channel }) => channel))].sort();
  return names
    .map((channel) => {
      const receivedMinor = sum(receipts.filter((one) => one.channel === channel));
      const statedMinor = sum(owed.filter((one) => one.channel === channel));
      return { channel, receivedMinor, statedMinor, gapMinor: receivedMinor - statedMinor };
    })
    .filter(({ gapMinor }) => gapMinor !== 0);
}

function sum(rows: readonly { amountMinor: number }[]): number {
  return rows.reduce((so, { amountMinor }) => so + amountMinor, 0);
}
