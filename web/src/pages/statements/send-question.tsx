import { useNavigate } from '@tanstack/react-router';
import { useConfirm } from '../../kit/confirm';
import { countOf, countText } from '../../lib/money';
import type { Recipient, Recipients } from './recipients';
import styles from './statements.module.css';

/** Above so many, the number is typed first. */
const MANY = 100;

/** Asks before statements are sent, and names to whom they go. False: not to be sent. */
export function useSendQuestion(): (to: Recipients, title: string) => Promise<boolean> {
  const confirm = useConfirm();
  const navigate = useNavigate();
  return async (to, title) => {
    if (to.statements > 0)
      return confirm({
        title,
        consequence: <Consequence to={to} />,
        verb: to.statements === 1 ? 'Send' : `Send ${countText(to.statements)}`,
        danger: false,
        keep: 'Do not send',
        ...(to.statements > MANY && { type: String(to.statements) }),
      });
    const [only] = to.withoutAddress;
    const mend = await confirm({
      title: 'There is nothing to send',
      consequence: <Consequence to={to} />,
      verb: only ? 'Set an address' : 'Understood',
      danger: false,
      keep: 'Close',
    });
    if (mend && only)
      void navigate({ href: to.ownersWithoutAddress === 1 ? `/owners/${only.ownerId}` : '/owners?trouble=1' });
    return false;
  };
}

/** To which addresses, and what is left out and why. */
function Consequence({ to }: { to: Recipients }) {
  const { statements, owners, recipients, statementsWithoutAddress, ownersWithoutAddress, withoutAddress } = to;
  const [first] = recipients;
  return (
    <div className={styles.recipients}>
      {first && owners === 1 && (
        <p>
          {statements === 1 ? 'A mail with the PDF goes' : `${countOf(statements, 'mail')} with a PDF each go`} to{' '}
          <strong className={styles.address}>
            <bdi>{first.email}</bdi>
          </strong>
          .{first.mailTrouble !== null && <Trouble words={first.mailTrouble} />}
        </p>
      )}
      {owners > 1 && (
        <>
          <p>
            {countOf(statements, 'statement')} go to {countOf(addresses(to), 'address', 'addresses')}, each with its
            PDF.
          </p>
          <OwnerList
            summary={`Show ${owners > recipients.length ? `the first ${recipients.length}` : 'them'}`}
            of={recipients}
          />
        </>
      )}
      {statementsWithoutAddress > 0 && (
        <>
          <p>
            <strong>Not sent: {countOf(statementsWithoutAddress, 'statement')}</strong> of{' '}
            {ownersWithoutAddress === 1 ? (
              <bdi>{withoutAddress[0]?.owner}</bdi>
            ) : (
              countOf(ownersWithoutAddress, 'owner')
            )}
            , who {ownersWithoutAddress === 1 ? 'has' : 'have'} no e-mail address.
          </p>
          {ownersWithoutAddress > 1 && <OwnerList summary="Show who has no address" of={withoutAddress} />}
        </>
      )}
      {to.notFinal > 0 && <p>Not sent: {countOf(to.notFinal, 'statement')} not final yet.</p>}
      {to.alreadySent > 0 && (
        <p>Not sent again: {countOf(to.alreadySent, 'statement')} that went to the same address before.</p>
      )}
      {statements > 0 && <p>A mail that has left cannot be taken back.</p>}
    </div>
  );
}

/** Two owners may have the same one; of a list that is cut, there may be as many as owners. */
const addresses = ({ owners, recipients }: Recipients): number =>
  owners - recipients.length + new Set(recipients.map(({ email }) => email?.toLowerCase())).size;

function OwnerList({ summary, of }: { summary: string; of: readonly Recipient[] }) {
  return (
    <details>
      <summary>{summary}</summary>
      <ul className={styles.owners} tabIndex={0} aria-label={summary}>
        {of.map(({ ownerId, owner, email, mailTrouble, statements }) => (
          <li key={ownerId}>
            <bdi>{owner}</bdi>
            {email && (
              <>
                {': '}
                <bdi className={styles.address}>{email}</bdi>
              </>
            )}
            {statements > 1 && <span className="muted"> ({statements} statements)</span>}
            {mailTrouble !== null && <Trouble words={mailTrouble} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

const Trouble = ({ words }: { words: string }) => (
  <span>
    {' '}
    ▲ The last mail to it was refused: <bdi>{words}</bdi>
  </span>
);
