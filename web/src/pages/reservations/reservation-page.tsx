import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLocale } from '../../api/hotels';
import { useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { StayState } from '../../kit/stay-state';
import { WhoDid } from '../../kit/who-did';
import { countOf } from '../../lib/money';
import { dateText, datesBetween } from '../../lib/time';
import { ImportRows } from './import-rows';
import { isStated, reasonText, type StayDetails, stayQuery } from './reservations-query';
import { ResolveForm } from './resolve-form';
import { StayAmounts } from './stay-amounts';
import { Uses } from './uses';
import { Versions } from './versions';

/** One stay: what counts of it, from which file or provider it came, and the statements that it is on. */
export default function ReservationPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(stayQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={12}>
        {(stay) => <Details stay={stay} />}
      </Loaded>
    </div>
  );
}

function Details({ stay }: { stay: StayDetails }) {
  const [resolving, setResolving] = useState(false);
  const listingName = useListingName();
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  const { id, code, channel, guest, listingId, checkIn, checkOut, bookedOn, sourceStatus, source, changedAt } = stay;
  return (
    <div className="stack">
      <PageHead
        title={`Reservation ${code}`}
        sub={
          <span className="row">
            <StayState stay={stay} />
            <span>{channel}</span>
            <Link to={`/listings/${listingId}`}>
              <bdi>{listingName(listingId)}</bdi>
            </Link>
          </span>
        }
      >
        {stay.needsReview && (
          <Button kind="primary" onClick={() => setResolving(true)}>
            Decide on it
          </Button>
        )}
      </PageHead>
      {stay.needsReview && (
        <div className="card" role="note">
          <h2>
            {isStated(stay)
              ? 'To be looked at; it is stated all the same'
              : 'To be looked at: until then it is on no statement'}
          </h2>
          <ul className="bullets">
            {(stay.review.length > 0 ? stay.review : ['unknown_status']).map((reason) => (
              <li key={reason}>{reasonText(reason)}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="card">
        <Facts>
          <Fact name="Guest">{guest ? <bdi>{guest}</bdi> : <span title="No name was told">—</span>}</Fact>
          <Fact name="Arrival">{dateText(checkIn, locale)}</Fact>
          <Fact name="Departure">{dateText(checkOut, locale)}</Fact>
          <Fact name="Nights">{countOf(datesBetween(checkIn, checkOut).length - 1, 'night')}</Fact>
          <Fact name="Booked on">{bookedOn ? date(bookedOn) : <span title="No source has told it">—</span>}</Fact>
          <Fact name="Status in its source">{sourceStatus ? <bdi>{sourceStatus}</bdi> : '—'}</Fact>
          <Fact name="The guest paid">{stay.paidToOwner ? 'the owner' : 'us'}</Fact>
          <Fact name="Told last by">{source}</Fact>
          <Fact name="Changed">
            <Instant at={changedAt} />
          </Fact>
        </Facts>
      </div>
      <StayAmounts stay={stay} />
      <Uses stay={stay} />
      <ImportRows stay={stay} />
      <Versions stay={stay} />
      <WhoDid targets={[`reservations/${id}`]} />
      {resolving && <ResolveForm stay={stay} onClose={() => setResolving(false)} />}
    </div>
  );
}
