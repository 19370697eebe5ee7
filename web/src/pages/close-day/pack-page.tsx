import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileSpreadsheet, FileText } from 'lucide-react';
import { type Hotel, useLocale } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import { Checklist } from './checklist';
import styles from './close-day.module.css';
import { type Check, type Pack, packQuery } from './close-query';
import { GuestLedger, People } from './pack-guests';
import { Ledgers } from './pack-ledgers';

/** The audit of a day: what the jobs of the night did, the figures, the ledgers and what is out of the ordinary. */
export default function PackPage() {
  const { date = '' }: { date?: string } = useParams({ strict: false });
  return <OneHotel title="Night audit">{(hotel) => <AuditOf key={hotel.id} hotel={hotel} date={date} />}</OneHotel>;
}

function AuditOf({ hotel, date }: { hotel: Hotel; date: string }) {
  const query = useQuery(packQuery(hotel.id, date));
  const locale = useLocale();
  const file = `/api/v1/hotels/${hotel.id}/night-audits/${encodeURIComponent(date)}`;
  return (
    <div className="page">
      <div className="stack">
        <PageHead
          title={`Night audit, ${/^\d{4}-\d{2}-\d{2}$/.test(date) ? dateText(date, locale) : date}`}
          sub={
            <span className="row">
              <bdi>{hotel.name}</bdi>
              {query.data && (
                <State
                  of={query.data.status === 'final' ? 'done' : 'running'}
                  word={query.data.status === 'final' ? 'Final' : 'So far'}
                />
              )}
            </span>
          }
        >
          <Link to="/close-day" className="button button-quiet">
            All days
          </Link>
          <a className={`button button-plain ${styles.file}`} href={`${file}/pdf`} target="_blank" rel="noreferrer">
            <FileText size={15} aria-hidden /> PDF
          </a>
          <a className={`button button-plain ${styles.file}`} href={`${file}/csv`} download={`night-audit-${date}.csv`}>
            <FileSpreadsheet size={15} aria-hidden /> CSV
          </a>
        </PageHead>
        <Loaded query={query} lines={12}>
          {(pack) => <Contents pack={pack} />}
        </Loaded>
      </div>
    </div>
  );
}

/** The booking itself where the checklist names it, else a search for its code. */
function toBooking(code: string, checks: readonly Check[]) {
  const booking = checks.flatMap(({ bookings = [] }) => bookings).find((one) => one.code === code);
  return booking ? { to: `/front-desk/${booking.id}` } : { to: '/front-desk', search: { q: code } };
}

function Contents({ pack }: { pack: Pack }) {
  const titleOf = useKindTitle();
  const { figures, hotel, closing } = pack;
  return (
    <>
      {pack.exceptions.length > 0 && (
        <Section title={`Out of the ordinary (${pack.exceptions.length})`}>
          <div className="card">
            <ul className="bullets">
              {pack.exceptions.map(({ source, text, room, guest, booking, amount }) => (
                <li key={`${source} ${text} ${booking} ${room}`}>
                  <bdi>{text}</bdi>
                  {room && <span className="muted"> · room {room}</span>}
                  {guest && (
                    <span className="muted">
                      {' '}
                      · <bdi>{guest}</bdi>
                    </span>
                  )}
                  {booking && (
                    <>
                      {' '}
                      <Link {...toBooking(booking, pack.checks)} className={styles.inline}>
                        <code>{booking}</code>
                      </Link>
                    </>
                  )}
                  {amount && (
                    <>
                      {' '}
                      <Money amount={amount} currency={hotel.currency} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </Section>
      )}
      <div className="card">
        <Facts>
          <Fact name="Occupied">
            <Link to="/front-desk" search={{ tab: 'in-house', day: pack.businessDate }}>
              {figures.occupied} of {figures.rooms}
            </Link>
          </Fact>
          <Fact name="Occupancy">
            {figures.occupancyPct === null ? <span title="No room to count">—</span> : `${figures.occupancyPct} %`}
          </Fact>
          <Fact name="Out of order">{figures.outOfOrder}</Fact>
          <Fact name="Average rate">
            <Money amount={figures.averageDailyRate} currency={hotel.currency} none="No room was sold" />
          </Fact>
          <Fact name="Revenue a room">
            <Money amount={figures.revenuePerRoom} currency={hotel.currency} none="There is no room" />
          </Fact>
          <Fact name="Arrivals">
            <Link to="/front-desk" search={{ day: pack.businessDate }}>
              {figures.arrivals}
            </Link>
          </Fact>
          <Fact name="Departures">
            <Link to="/front-desk" search={{ tab: 'departures', day: pack.businessDate }}>
              {figures.departures}
            </Link>
          </Fact>
          <Fact name="Guests in the house">{figures.guestsInHouse}</Fact>
          <Fact name="No-shows">{figures.noShows}</Fact>
          <Fact name="Released">{figures.released}</Fact>
          <Fact name="Cancelled">{figures.cancellations}</Fact>
          <Fact name="Bookings made">{figures.bookingsMade}</Fact>
          {closing && (
            <Fact name="Closed">
              <Instant at={closing.at} hotelId={hotel.id} />
              {closing.by && (
                <div className="muted">
                  <bdi>{closing.by}</bdi>
                </div>
              )}
              {closing.earlyReason && (
                <div className="muted">
                  early: <bdi>{closing.earlyReason}</bdi>
                </div>
              )}
            </Fact>
          )}
        </Facts>
      </div>
      <Ledgers pack={pack} />
      <GuestLedger pack={pack} />
      <People pack={pack} />
      <div className={styles.two}>
        <Section title="Checklist">
          <Checklist checks={pack.checks} waived={{}} />
        </Section>
        <Section title="Jobs of the night">
          <div className="card">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">Job</th>
                  <th scope="col">Ended</th>
                  <th scope="col">What it did</th>
                </tr>
              </thead>
              <tbody>
                {pack.jobs.map(({ jobName, jobId, finishedAt, text }) => (
                  <tr key={jobName}>
                    <td>{jobId ? <Link to={`/jobs/${jobId}`}>{titleOf(jobName)}</Link> : titleOf(jobName)}</td>
                    <td>
                      <Instant at={finishedAt} hotelId={hotel.id} />
                    </td>
                    <td>
                      <bdi>{text}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      </div>
    </>
  );
}
