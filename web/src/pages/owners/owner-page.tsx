import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Owner } from '../../api/rentals';
import { Fact, Facts } from '../../kit/facts';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { WhoDid } from '../../kit/who-did';
import { mailTo } from '../../lib/links';
import { Agreements } from './agreements';
import { Balance } from './balance';
import { OwnerActions } from './owner-actions';
import { OwnerLinks } from './owner-links';
import { ownerQuery } from './owners-query';
import { Shares } from './shares';

export default function OwnerPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(ownerQuery(Number(id)));
  return (
    <div className="page">
      <Loaded query={query} lines={8}>
        {(owner) => <Details owner={owner} />}
      </Loaded>
    </div>
  );
}

function Details({ owner }: { owner: Owner }) {
  const { id, name, email, address, currency, locale, payoutMethod, mailTrouble, active } = owner;
  return (
    <div className="stack">
      <PageHead title={name} sub={active ? undefined : <State of="cancelled" word="Inactive" />}>
        <Link to="/statements" search={{ owner: String(id) }} className="button button-plain">
          Statements
        </Link>
        <OwnerActions owner={owner} />
      </PageHead>
      <div className="card">
        <Facts>
          <Fact name="Mail">
            {email ? (
              <a href={mailTo(email)}>
                <bdi>{email}</bdi>
              </a>
            ) : (
              'No address: nothing can be sent'
            )}
          </Fact>
          <Fact name="Address">{address ? <bdi>{address}</bdi> : '—'}</Fact>
          <Fact name="Currency">{currency}</Fact>
          <Fact name="Language">{locale}</Fact>
          <Fact name="Paid by">
            <bdi>{payoutMethod ?? '—'}</bdi>
          </Fact>
        </Facts>
        {mailTrouble && (
          <p role="note">
            <State of="failed" word="Mail is refused" /> <bdi>{mailTrouble}</bdi>
          </p>
        )}
      </div>
      <Balance owner={owner} />
      <Shares ownerId={id} />
      <Agreements of={{ owner }} />
      <OwnerLinks owner={owner} />
      <WhoDid targets={[`owners/${id}`]} thing={owner} />
    </div>
  );
}
