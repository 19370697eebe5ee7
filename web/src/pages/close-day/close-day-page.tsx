import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MoonStar } from 'lucide-react';
import { type BusinessDay, businessDayQuery } from '../../api/business-day';
import { api, bodyOf } from '../../api/client';
import { type Hotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { useNow } from '../../lib/use-now';
import { useShortcut } from '../../shell/keys';
import { Checklist } from './checklist';
import { CHECKS, isWaivable, type Waivable } from './close-query';
import { Days } from './days';
import { useWaivers, type Waivers } from './waivers';

export default function CloseDayPage() {
  return <OneHotel title="Close the day">{(hotel) => <CloseDay key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function CloseDay({ hotel }: { hotel: Hotel }) {
  const query = useQuery(businessDayQuery(hotel.id));
  return (
    <div className="page">
      <Loaded query={query} lines={8}>
        {(day) => <OpenDay key={day.businessDate} hotel={hotel} day={day} />}
      </Loaded>
    </div>
  );
}

function OpenDay({ hotel, day }: { hotel: Hotel; day: BusinessDay }) {
  const [closing, setClosing] = useState(false);
  const locale = useLocale();
  const may = useMay('ADMIN', 'MANAGER');
  const checks = day.checks ?? [];
  const waivers = useWaivers(hotel.id, day.businessDate, checks);
  const { waived } = waivers;
  const left = checks.filter(
    ({ level, check }) => level === 'blocker' && !(isWaivable(check) && waived[check] !== undefined),
  );
  const early = Date.parse(day.closableFrom) > useNow();
  const ready = may && left.length === 0;
  useShortcut(ready ? 'e' : undefined, 'Close the day', () => setClosing(true));
  return (
    <div className="stack">
      <PageHead
        title="Close the day"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · {dateText(day.businessDate, locale)}
          </>
        }
      >
        {may && (
          <Button kind="primary" icon={MoonStar} disabled={!ready} onClick={() => setClosing(true)}>
            Close {dateText(day.businessDate, locale, { year: undefined })}
          </Button>
        )}
      </PageHead>
      <p className={left.length > 0 ? undefined : 'muted'} role="status">
        {left.length > 0
          ? `${countOf(left.length, 'check')} must be settled, or waived with a reason, before the day can be closed.`
          : early
            ? 'Nothing stands in the way but the hour: closing now needs a reason.'
            : 'Nothing stands in the way.'}{' '}
        <span className="muted">
          {early ? (
            <>
              The day may be closed from <Instant at={day.closableFrom} hotelId={hotel.id} age />; before, closing it
              needs a reason.
            </>
          ) : (
            <>
              The day is over and may be closed since <Instant at={day.closableFrom} hotelId={hotel.id} age />.
            </>
          )}
        </span>
      </p>
      <Section
        title="Checklist"
        actions={<Link to={`/close-day/${day.businessDate}`}>The audit of the day so far</Link>}
      >
        <Checklist checks={checks} waived={waived} outdated={waivers.outdated} onWaive={waivers.set} />
      </Section>
      <Days hotelId={hotel.id} />
      {closing && (
        <CloseForm
          hotel={hotel}
          day={day}
          early={early}
          ready={ready}
          waivers={waivers}
          onClose={() => setClosing(false)}
        />
      )}
    </div>
  );
}

function CloseForm({
  hotel,
  day,
  early,
  ready,
  waivers,
  onClose,
}: {
  hotel: Hotel;
  day: BusinessDay;
  early: boolean;
  /** False when a check has found something new while the question is open. */
  ready: boolean;
  waivers: Waivers;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const name = dateText(day.businessDate, locale);
  const waive = Object.entries(waivers.waived).map(([check, why]) => ({ check: check as Waivable, reason: why }));
  const run = async () => {
    const path = { id: hotel.id, date: day.businessDate };
    const body = { ...(waive.length > 0 && { waive }), ...(early && { earlyReason: reason.trim() }) };
    await bodyOf(api.POST('/api/v1/hotels/{id}/business-days/{date}/close', { params: { path }, body }));
    waivers.clear();
    const keys = ['business-day', 'close-day', 'front-desk', 'housekeeping'];
    void Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
    tell.done(`${name} is closed`, 'The nights are charged and the audit is final.');
  };
  return (
    <FormDialog
      title={`Close ${name} at ${hotel.name}?`}
      verb="Close the day"
      keep="Leave it open"
      danger
      ready={ready && (!early || reason.trim() !== '')}
      run={run}
      onClose={onClose}
    >
      <p>
        The nights of all guests in the house are charged, the audit of the day is fixed, and the next date is opened.
        It cannot be taken back.
      </p>
      {!ready && <p role="alert">A check has found something new: close this and look at the checklist.</p>}
      {waive.length > 0 && (
        <>
          <p>{countOf(waive.length, 'check')} waived:</p>
          <ul className="bullets">
            {waive.map(({ check, reason: why }) => (
              <li key={check}>
                {CHECKS[check].title}: {CHECKS[check].found(countOfCheck(day, check))}. Because: <bdi>{why}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {early && (
        <Field
          label="Why it is closed early"
          hint={
            <>
              Without a reason it may be closed from <Instant at={day.closableFrom} hotelId={hotel.id} />
            </>
          }
        >
          <input
            autoFocus
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder="Power cut announced for midnight"
          />
        </Field>
      )}
    </FormDialog>
  );
}

const countOfCheck = (day: BusinessDay, check: Waivable): number =>
  day.checks?.find((one) => one.check === check)?.count ?? 0;
