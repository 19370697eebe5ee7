import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useHotel, useLocale } from '../../api/hotels';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { WhoDid } from '../../kit/who-did';
import { mailTo } from '../../lib/links';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { BookingActions } from './booking-actions';
import { ChannelReport } from './channel-report';
import { BookingState } from '../../kit/booking-state';
import { type Booking, bookingQuery, categoriesQuery, folioQuery, stayQuery } from './desk-query';
import { FolioView } from './folio';
import styles from './front-desk.module.css';
import { Invoices } from './invoices';
import { Nights } from './nights';

export default function BookingPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(bookingQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={12}>
        {(booking) => <Details booking={booking} />}
      </Loaded>
    </div>
  );
}

function Details({ booking }: { booking: Booking }) {
  const hotel = useHotel(booking.hotelId);
  const stay = useQuery(stayQuery(booking.id));
  const folio = useQuery(folioQuery(booking.id));
  return (
    <div className="stack">
      <PageHead
        title={booking.guestName}
        sub={
          <span className="row">
            <BookingState of={booking.status} />
            {stay.data?.rooms.length ? <strong>Room {roomNow(stay.data.rooms)}</strong> : null}
            <code>{booking.code}</code>
            {hotel && <bdi>{hotel.name}</bdi>}
          </span>
        }
      >
        <BookingActions booking={booking} folio={folio.data} stay={stay.data} />
      </PageHead>
      {booking.notes && (
        <div className="card" role="note">
          <bdi>{booking.notes}</bdi>
        </div>
      )}
      {booking.status === 'no_show' && <ChannelReport booking={booking} />}
      <BookingFacts booking={booking} />
      <Section title="Folio">
        <Loaded query={folio}>{(data) => <FolioView folio={data} stayIsOver={OVER.has(booking.status)} />}</Loaded>
      </Section>
      <Invoices booking={booking} />
      <div className={styles.two}>
        <Loaded query={stay}>{(data) => <Nights booking={booking} stay={data} />}</Loaded>
      </div>
      <WhoDid
        targets={[
          `bookings/${booking.id}`,
          `no-show-records/${booking.id}`,
          ...(folio.data ? [`folios/${folio.data.id}`] : []),
        ]}
        hotelId={booking.hotelId}
      />
    </div>
  );
}

const OVER: ReadonlySet<string> = new Set(['checked_out', 'cancelled', 'no_show']);

/** The last room of the stay is the one the guest is in, or was. */
const roomNow = (rooms: readonly { room: string }[]) => rooms.at(-1)!.room;

function BookingFacts({ booking }: { booking: Booking }) {
  const locale = useLocale();
  const category = useQuery(categoriesQuery(booking.hotelId)).data?.find(({ id }) => id === booking.roomCategoryId);
  return (
    <div className="card">
      <Facts>
        <Fact name="Arrival">
          <Link to="/front-desk" search={{ day: booking.arrival }}>
            {dateText(booking.arrival, locale)}
          </Link>
        </Fact>
        <Fact name="Departure">
          <Link to="/front-desk" search={{ tab: 'departures', day: booking.departure }}>
            {dateText(booking.departure, locale)}
          </Link>
        </Fact>
        <Fact name="Nights">
          {countOf(booking.nights.length, 'night')}, <Money amount={booking.total} currency={booking.currency} />
        </Fact>
        <Fact name="Category">{category ? <bdi>{category.name}</bdi> : '—'}</Fact>
        <Fact name="Persons">
          {countOf(booking.adults, 'adult')}
          {booking.children > 0 && `, ${countOf(booking.children, 'child', 'children')}`}
        </Fact>
        <Fact name="Guarantee">{booking.guarantee}</Fact>
        <Fact name="E-mail">
          {booking.guestEmail ? (
            <a href={mailTo(booking.guestEmail)}>
              <bdi>{booking.guestEmail}</bdi>
            </a>
          ) : (
            '—'
          )}
        </Fact>
        <Fact name="Channel">
          <bdi>{booking.channel}</bdi>
          {booking.channelReference && <span className="muted"> {booking.channelReference}</span>}
        </Fact>
        <Fact name="Booked">
          <Instant at={booking.createdAt} hotelId={booking.hotelId} />
        </Fact>
        {booking.checkedInAt && (
          <Fact name="Checked in">
            <Instant at={booking.checkedInAt} hotelId={booking.hotelId} />
          </Fact>
        )}
        {booking.checkedOutAt && (
          <Fact name="Checked out">
            <Instant at={booking.checkedOutAt} hotelId={booking.hotelId} />
          </Fact>
        )}
        {booking.cancelledAt && (
          <Fact name="Cancelled">
            <Instant at={booking.cancelledAt} hotelId={booking.hotelId} />
            {booking.cancelReason && (
              <div className="muted">
                <bdi>{booking.cancelReason}</bdi>
              </div>
            )}
          </Fact>
        )}
        {booking.cancellationFee && (
          <Fact name="Cancellation fee">
            <Money amount={booking.cancellationFee.amount} currency={booking.currency} />{' '}
            {booking.cancellationFee.charged ? 'charged' : 'not charged'}
            {booking.cancellationFee.waivedBecause && (
              <div className="muted">
                <bdi>{booking.cancellationFee.waivedBecause}</bdi>
              </div>
            )}
          </Fact>
        )}
        {booking.groupId && (
          <Fact name="Group">
            <Link to="/bookings" search={{ group: booking.groupId }}>
              Booked with others
            </Link>
          </Fact>
        )}
      </Facts>
    </div>
  );
}
