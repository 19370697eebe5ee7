import { CirclePause, CirclePlay, Play, Timer } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useHotel } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { CronText } from '../../kit/cron-text';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { durationText } from '../../lib/time';
import { flag, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { Firings } from './firings';
import { PauseForm } from './pause-form';
import { useScheduleActions } from './schedule-actions';
import { ScheduleState } from './schedule-columns';
import { DST_WORDS, MISFIRE_WORDS } from './schedule-words';
import { nameOf, type Schedule, scheduleQuery } from './schedules-query';
import { SixtyNights } from './sixty-nights';
import { TimesForm } from './times-form';

const ADDRESS = { pause: flag(), times: flag() };

export default function SchedulePage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(scheduleQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={10}>
        {(schedule) => <Details schedule={schedule} />}
      </Loaded>
    </div>
  );
}

function Details({ schedule }: { schedule: Schedule }) {
  const { paused, timezone, enabled } = schedule;
  const hotel = useHotel(schedule.hotelId);
  const may = useMay('ADMIN', 'MANAGER');
  const [{ pause, times }, set] = useUrlState(ADDRESS);
  const actions = useScheduleActions();
  const titleOf = useKindTitle();
  const name = nameOf(schedule, titleOf);
  const navigate = useNavigate();
  const run = async () => {
    const job = await actions.run(schedule);
    if (job) void navigate({ to: `/jobs/${job}` });
  };
  const openPause = () => set({ pause: true });
  useShortcut(may ? 'r' : undefined, 'Run the schedule once now', () => void run());
  useShortcut(may ? 'p' : undefined, paused ? 'Resume the schedule' : 'Pause the schedule', () =>
    paused ? void actions.resume(schedule) : openPause(),
  );
  return (
    <div className="stack">
      <nav aria-label="Way back">
        <Link to="/schedules">‹ Schedules</Link>
      </nav>
      <PageHead
        title={name}
        sub={
          <span className="row">
            <ScheduleState schedule={schedule} />
            <span>
              <CronText cron={schedule.cron} />, {timezone}
            </span>
            {hotel && <bdi>{hotel.name}</bdi>}
          </span>
        }
      >
        {may && (
          <>
            {paused ? (
              <Button icon={CirclePlay} onClick={() => void actions.resume(schedule)}>
                Resume
              </Button>
            ) : (
              <Button icon={CirclePause} onClick={openPause}>
                Pause
              </Button>
            )}
            <Button icon={Timer} onClick={() => set({ times: true })}>
              When it is late
            </Button>
            <Button icon={Play} kind="primary" onClick={() => void run()}>
              Run now
            </Button>
          </>
        )}
      </PageHead>
      {paused && (
        <div className="card" role="note">
          <p>
            Paused since <Instant at={paused.at} zone={timezone} age />
            {paused.reason && (
              <>
                : <bdi>{paused.reason}</bdi>
              </>
            )}
          </p>
          <p className="muted">
            Nothing of it runs until somebody resumes it; what falls into the pause is not made up for.
          </p>
        </div>
      )}
      <div className="card">
        <Facts>
          <Fact name="Job">
            <Link to="/jobs" search={{ job: schedule.type }}>
              {titleOf(schedule.type)}
            </Link>{' '}
            <code className="muted">{schedule.type}</code>
          </Fact>
          <Fact name="Next">
            <Instant
              at={paused || !enabled ? null : schedule.nextRunAt}
              zone={timezone}
              none={paused ? 'It is paused' : enabled ? 'It never fires again' : 'It is switched off'}
            />
          </Fact>
          <Fact name="Last">
            <Instant at={schedule.lastRunAt} zone={timezone} none="It has not fired yet" />
          </Fact>
          <Fact name="Late or missed when not begun within">{durationText(schedule.graceSeconds * 1000)}</Fact>
          <Fact name="Late when not done within">
            {schedule.dueSeconds === null ? 'no time is set' : durationText(schedule.dueSeconds * 1000)}
          </Fact>
          <Fact name="Starts are spread over">
            {schedule.jitterSeconds > 0 ? durationText(schedule.jitterSeconds * 1000) : 'no time: on the minute'}
          </Fact>
          <Fact name="What an outage leaves out">{MISFIRE_WORDS[schedule.misfire]}</Fact>
          <Fact name="When clocks change">{DST_WORDS[schedule.dst]}</Fact>
          <Fact name="Key">
            <bdi>{schedule.key}</bdi>
          </Fact>
          <Fact name="Cron">
            <code>{schedule.cron}</code>
          </Fact>
          {schedule.managed && <Fact name="Changed in">the settings it follows from</Fact>}
        </Facts>
      </div>
      <SixtyNights schedule={schedule} />
      <Firings schedule={schedule} />
      {Object.keys(schedule.data).length > 0 && (
        <Section title="Data of its jobs">
          <JsonText value={schedule.data} label="Data of the schedule's jobs" />
        </Section>
      )}
      {times && may && <TimesForm schedule={schedule} onClose={() => set({ times: false })} />}
      <Dialog open={pause && may && !paused} onClose={() => set({ pause: false })} title={`Pause ${name}?`}>
        <PauseForm schedule={schedule} onClose={() => set({ pause: false })} />
      </Dialog>
    </div>
  );
}
