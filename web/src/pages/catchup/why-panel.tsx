import { ChevronLeft, ChevronRight, Lock } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import catchup from './catchup.module.css';
import { SuggestionCard } from './suggestion-card';
import { dayText, spanText, whenText } from './times';
import styles from './week.module.css';
import { overlaps, type Span } from './week-layout';
import { type Suggestion, timeOf, type Week, type Why, whyQuery } from './week-query';

const HOUR = 3_600_000;

/** One hour: whether it is free, every reason why it is not, what is suggested in it, and what to do about it. */
export function WhyPanel({
  week,
  time,
  suggestions,
  onTime,
  onClose,
}: {
  week: Week;
  time: Span;
  suggestions: readonly Suggestion[];
  onTime: (time: Span) => void;
  onClose: () => void;
}) {
  const { zone } = week;
  const locale = useLocale();
  const minutes = Math.min(480, Math.max(10, Math.round((time.end - time.start) / 60_000)));
  const query = useQuery(whyQuery(new Date(time.start).toISOString(), minutes));
  const client = useQueryClient();
  const tell = useTell();
  const here = suggestions.filter((one) => overlaps(timeOf(one), time));
  const blocks = week.blocks.filter((block) => overlaps(block, time));
  const refresh = () => client.invalidateQueries({ queryKey: ['catchup'] });
  const letGo = (id: string) => api.DELETE('/api/v1/catchup/blocks/{id}', { params: { path: { id } } });
  const keep = async () => {
    try {
      const once = { start: new Date(time.start).toISOString(), end: new Date(time.end).toISOString() };
      const { id } = await bodyOf(api.POST('/api/v1/catchup/blocks', { body: { kind: 'busy', once } }));
      tell.undo('This time is kept for yourself', async () => {
        await letGo(id).catch((error: unknown) => tell.failed(error));
        await refresh();
      });
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  const release = async (id: string) => {
    try {
      const { blocks: all } = await bodyOf(api.GET('/api/v1/catchup/blocks'));
      const kept = all.find((one) => one.id === id);
      await letGo(id);
      tell.undo('The time is let go', async () => {
        if (!kept) return;
        const { kind, title, once, weekly } = kept;
        const body = {
          ...{ kind, ...(title !== null && { title }) },
          ...(once && { once }),
          ...(weekly && { weekly: { ...weekly, since: weekly.since ?? undefined, until: weekly.until ?? undefined } }),
        };
        await api.POST('/api/v1/catchup/blocks', { body }).catch((error: unknown) => tell.failed(error));
        await refresh();
      });
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  const step = (by: number) => onTime({ start: time.start + by * HOUR, end: time.start + (by + 1) * HOUR });
  return (
    <Dialog open side onClose={onClose} title={whenText(time.start, time.end, zone, locale)}>
      <span className="row">
        <Button icon={ChevronLeft} onClick={() => step(-1)}>
          Hour before
        </Button>
        <Button icon={ChevronRight} onClick={() => step(1)}>
          Hour after
        </Button>
      </span>
      <Loaded query={query} lines={3}>
        {(why) => <Reasons why={why} zone={zone} locale={locale} />}
      </Loaded>
      {here.map((one) => (
        <SuggestionCard key={one.id} suggestion={one} />
      ))}
      <div className="row">
        {blocks.map(({ id, title, weekly, start }) => (
          <Button key={`${id} ${start}`} onClick={() => void release(id)}>
            Let go: {title ?? 'kept time'}
            {weekly && ', on all weeks'}
          </Button>
        ))}
        {blocks.length === 0 && (
          <Button icon={Lock} onClick={() => void keep()}>
            Keep it for myself
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Reasons({ why, zone, locale }: { why: Why; zone: string; locale: string | undefined }) {
  const { free, reasons, ignored, calendars } = why;
  return (
    <>
      <p aria-live="polite">
        {free ? <State of="done" word="Free" /> : <State of="cancelled" word="Not free" />}
        {!free && <span className="muted"> {reasons.length === 1 ? 'because' : `for ${reasons.length} reasons`}</span>}
      </p>
      {reasons.length > 0 && (
        <ul className={styles.reasons} aria-label="Why it is not free">
          {reasons.map(({ reason, text, title, start, end }, n) => (
            <li key={`${reason} ${n}`}>
              {title && (
                <strong>
                  <bdi>{title}</bdi>{' '}
                </strong>
              )}
              {text}
              {start && end && <div className="muted num">{spans(start, end, zone, locale)}</div>}
              {start && !end && (
                <div className="muted">
                  Read up to <Instant at={start} only={zone} />
                </div>
              )}{' '}
              {(reason === 'outside_windows' || reason === 'quiet_hours' || reason === 'too_short') && (
                <Link to="/catchup/preferences" className={catchup.link}>
                  Change your hours
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      {ignored.length > 0 && (
        <>
          <p className="muted">These are at that time, and leave it free:</p>
          <ul className={styles.reasons}>
            {ignored.map((one, n) => (
              <li key={n}>
                <bdi>{one.title ?? 'An event without a title'}</bdi>{' '}
                <span className="muted">{IGNORED[one.reason]}</span>
                <div className="muted num">{spans(one.start, one.end, zone, locale)}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      {calendars.count === 0 ? (
        <p className="muted">
          No calendar is read, so nothing is known to be busy.{' '}
          <Link to="/catchup/calendars" className={catchup.link}>
            Connect one
          </Link>
        </p>
      ) : (
        <p className="muted">
          Your calendars were read <Instant at={calendars.readAt} only={zone} age none="One was not read yet" />
        </p>
      )}
    </>
  );
}

/** A span with its days, where it is longer than one. */
function spans(start: string, end: string, zone: string, locale: string | undefined): string {
  const [from, to] = [dayText(start, zone, locale), dayText(Date.parse(end) - 1, zone, locale)];
  const clock = spanText(start, end, zone, locale);
  return from === to ? `${from}, ${clock}` : `${from} – ${to}, ${clock}`;
}

const IGNORED: Record<Why['ignored'][number]['reason'], string> = {
  cancelled: 'is cancelled',
  declined: 'you have declined it',
  marked_free: 'is marked as free',
  working_location: 'says where you work',
  all_day_ignored: 'is all day, which does not block by your preferences',
  pending_ignored: 'is not answered yet, which does not block by your preferences',
  no_duration: 'has no length',
};
