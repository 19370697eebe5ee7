import { useEffect, useState } from 'react';
import { RefreshCw } from 'lucide-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Progress } from '../../kit/progress';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { isFinal } from '../../lib/states';
import { useShortcut } from '../../shell/keys';
import { Accounts } from './accounts';
import { Areas } from './areas';
import styles from './catchup.module.css';
import { CalendarChoice } from './calendar-choice';
import { accountsQuery, readingQuery } from './calendars-query';
import { ConnectCalDav, ConnectGoogle, SubscribeIcs } from './connect';
import { Feed } from './feed';
import { MyData } from './my-data';

/** Where busy times come from, and where suggestions go. */
export default function CalendarsPage() {
  const accounts = useQuery(accountsQuery);
  const [asked, setAsked] = useState<'caldav' | 'ics'>();
  const [jobId, setJobId] = useState<string>();
  const client = useQueryClient();
  const tell = useTell();
  const sync = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/v1/catchup/calendars/sync')),
    onSuccess: (job) => setJobId(job.jobId),
    onError: (error) => tell.failed(error, 'The calendars could not be read'),
  });
  useShortcut('r', 'Read the calendars now', () => sync.mutate());
  // Back from Google another page was shown, and the first reading has just begun.
  useEffect(() => void client.invalidateQueries({ queryKey: ['catchup'] }), [client]);
  return (
    <div className="page">
      <PageHead title="My calendars" sub="They are read every half an hour; nobody but you sees what is in them.">
        <Button icon={RefreshCw} busy={sync.isPending} onClick={() => sync.mutate()}>
          Read now
        </Button>
      </PageHead>
      <Areas />
      {jobId && <Reading key={jobId} jobId={jobId} />}
      <Section
        title="Accounts"
        actions={
          <span className="row">
            <ConnectGoogle primary={accounts.data?.length === 0} />
            <Button onClick={() => setAsked('caldav')}>Connect CalDAV</Button>
            <Button onClick={() => setAsked('ics')}>Subscribe to an address</Button>
          </span>
        }
      >
        <Loaded query={accounts} lines={2}>
          {(all) =>
            all.length === 0 ? (
              <p className={`card ${styles.message}`}>
                None yet. Connect one, and its busy times are known here; an accepted suggestion becomes an event in it.
              </p>
            ) : (
              <Accounts accounts={all} />
            )
          }
        </Loaded>
      </Section>
      <CalendarChoice onReading={setJobId} />
      <Feed />
      <MyData />
      {asked === 'caldav' && <ConnectCalDav onClose={() => setAsked(undefined)} />}
      {asked === 'ics' && <SubscribeIcs onClose={() => setAsked(undefined)} />}
    </div>
  );
}

/** What becomes of a reading, until it has ended. */
function Reading({ jobId }: { jobId: string }) {
  const job = useQuery(readingQuery(jobId)).data;
  const client = useQueryClient();
  const ended = job !== undefined && isFinal(job.status);
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ['catchup'], refetchType: 'active' });
  }, [ended, client]);
  const result = job?.result as { calendars: number; upserted: number; deleted: number } | null | undefined;
  return (
    <div className="card" role="status">
      {!ended ? (
        <>
          <p>Your calendars are being read…</p>
          <Progress percent={undefined} label="Reading the calendars" />
        </>
      ) : (
        <p>
          <State of={job.status} />{' '}
          {result && (
            <>
              {countOf(result.calendars, 'calendar')} read, {countOf(result.upserted, 'event')} new or changed,{' '}
              {countOf(result.deleted, 'event')} gone
            </>
          )}
          {job.error && <bdi>{String((job.error as { message?: string }).message ?? '')}</bdi>}
        </p>
      )}
    </div>
  );
}
