import { useQuery } from '@tanstack/react-query';
import { Link } from '../../kit/link';
import { accountsQuery } from './calendars-query';
import styles from './catchup.module.css';
import { ReconnectGoogle } from './connect';

/** What keeps suggestions from being right: no calendar, or one that is not read any more. */
export function Banners() {
  const accounts = useQuery(accountsQuery).data;
  if (!accounts) return null;
  if (accounts.length === 0)
    return (
      <p className={styles.banner} role="status">
        ▲ No calendar is connected: nothing is known to be busy, and accepted suggestions are in no calendar.{' '}
        <Link to="/catchup/calendars" className={styles.link}>
          Connect one
        </Link>
      </p>
    );
  return accounts
    .filter(({ state }) => state === 'needs_reauth')
    .map((account) => (
      <p key={account.id} className={styles.banner} role="status">
        ‖ <bdi>{account.name}</bdi> is not read any more: {account.trouble ?? 'it must be connected again.'}{' '}
        {account.source === 'google' ? (
          <ReconnectGoogle account={account} />
        ) : (
          <Link to="/catchup/calendars" className={styles.link}>
            Connect it again
          </Link>
        )}
      </p>
    ));
}
