import { useState } from 'react';
import { Pencil } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Listing } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { WhoDid } from '../../kit/who-did';
import { useShortcut } from '../../shell/keys';
import { Agreements } from './agreements';
import { Expenses } from './expenses';
import { ListingForm } from './listing-form';
import { Managed } from './managed';
import { Ownership } from './ownership';
import { listingQuery } from './owners-query';
import { Recurring } from './recurring';
import { StaysOfListing } from './stays-of-listing';

/** One listing: whose it is on which nights, what is agreed with each owner, who stayed, and what is spent for it. */
export default function ListingPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(listingQuery(Number(id)));
  return (
    <div className="page">
      <Loaded query={query} lines={8}>
        {(listing) => <Details listing={listing} />}
      </Loaded>
    </div>
  );
}

function Details({ listing }: { listing: Listing }) {
  const [changing, setChanging] = useState(false);
  useShortcut('e', 'Change the listing', () => setChanging(true));
  const { id, name, code, currency, timezone, status } = listing;
  return (
    <div className="stack">
      <PageHead title={name}>
        <Link to="/statements" search={{ listing: String(id) }} className="button button-plain">
          Statements
        </Link>
        <Button icon={Pencil} onClick={() => setChanging(true)}>
          Change
        </Button>
      </PageHead>
      <div className="card">
        <Facts>
          <Fact name="State">
            <Managed status={status} />
          </Fact>
          <Fact name="Code">
            <bdi>{code}</bdi>
          </Fact>
          <Fact name="Currency of its stays">{currency}</Fact>
          <Fact name="Time zone">{timezone}</Fact>
        </Facts>
      </div>
      <Ownership listing={listing} />
      <Agreements of={{ listing }} />
      <StaysOfListing listing={listing} />
      <Expenses listing={listing} />
      <Recurring listing={listing} />
      <WhoDid targets={[`listings/${id}`]} thing={listing} />
      {changing && <ListingForm listing={listing} onClose={() => setChanging(false)} />}
    </div>
  );
}
