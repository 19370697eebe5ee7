import type { Schema } from '../../api/client';
import type { Owner } from '../../api/rentals';

/** To whom statements would go, and what would not be sent. */
export type Recipients = Schema<'RunRecipientsResponse'>;
export type Recipient = Schema<'StatementRecipientResponse'>;

/** Of final statements that were chosen from a list: the owners' addresses as they are now. */
export function recipientsOf(statements: readonly { ownerId: number; ownerName: string }[], owners: readonly Owner[]) {
  const byOwner = new Map<number, Recipient>();
  for (const { ownerId, ownerName } of statements) {
    const known = byOwner.get(ownerId);
    if (known) known.statements++;
    else {
      const owner = owners.find(({ id }) => id === ownerId);
      byOwner.set(ownerId, {
        ...{ ownerId, owner: owner?.name ?? ownerName, statements: 1 },
        ...{ email: owner?.email ?? null, mailTrouble: owner?.mailTrouble ?? null },
      });
    }
  }
  const all = [...byOwner.values()].toSorted((one, other) => one.owner.localeCompare(other.owner));
  const [recipients, withoutAddress] = [all.filter(({ email }) => email), all.filter(({ email }) => !email)];
  const sum = (some: readonly Recipient[]) => some.reduce((count, one) => count + one.statements, 0);
  return {
    ...{ statements: sum(recipients), owners: recipients.length, recipients },
    ...{ statementsWithoutAddress: sum(withoutAddress), ownersWithoutAddress: withoutAddress.length, withoutAddress },
    ...{ alreadySent: 0, notFinal: 0 },
  } satisfies Recipients;
}
