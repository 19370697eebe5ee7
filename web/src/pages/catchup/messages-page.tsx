import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { text, useUrlState } from '../../lib/url-state';
import { Areas } from './areas';
import styles from './catchup.module.css';
import {
  type Channel,
  channelWord,
  digestQuery,
  KIND_WORDS,
  messageQuery,
  messagesQuery,
  type Message,
  NOTIFICATION_WORDS,
  SKIP_WORDS,
} from './messages-query';
import { MyInstant } from './my-time';

const ADDRESS = { id: text('', 36) };
const rowId = ({ id }: Message) => id;

export default function MessagesPage() {
  const [{ id }, set] = useUrlState(ADDRESS);
  const query = useInfiniteQuery(messagesQuery);
  const client = useQueryClient();
  const tell = useTell();
  const test = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/v1/catchup/digest/test')),
    onSuccess: async () => {
      tell.done('A digest is on its way', 'What becomes of it stands in the list');
      await client.invalidateQueries({ queryKey: ['catchup', 'messages'] });
    },
    onError: (error) => tell.failed(error),
  });
  const rows = query.data?.pages.flatMap(({ notifications }) => notifications) ?? [];
  return (
    <div className="page">
      <PageHead title="My messages" sub={<NextDigest />}>
        <Button icon={Send} busy={test.isPending} onClick={() => test.mutate()}>
          Send me a digest now
        </Button>
      </PageHead>
      <Areas />
      <Section title="What you were told, and what became of it">
        <Loaded query={query}>
          {() => (
            <DataTable
              low
              name="catchup-messages"
              label="Messages, newest first"
              columns={columnsOf((one) => set({ id: one.id }))}
              rows={rows}
              rowId={rowId}
              empty={
                <Empty title="Nothing was sent yet">
                  <p>The digest comes once a week, on the day and at the hour of your preferences.</p>
                </Empty>
              }
            />
          )}
        </Loaded>
        {query.hasNextPage && (
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        )}
      </Section>
      {id && <OneMessage id={id} onClose={() => set({ id: '' })} />}
    </div>
  );
}

function NextDigest() {
  const digest = useQuery(digestQuery).data;
  if (!digest) return null;
  const { enabled, nextAt, items, noSms } = digest;
  if (!enabled)
    return (
      <>
        No digest is planned.{' '}
        <Link to="/catchup/preferences" className={styles.link}>
          Switch it on
        </Link>
      </>
    );
  return (
    <>
      Next digest <MyInstant at={nextAt} />, {countOf(items, 'suggestion')} so far
      {noSms && (
        <>
          {' '}
          · ▲ no SMS: {noSms}.{' '}
          <Link to="/catchup/preferences" className={styles.link}>
            Your number
          </Link>
        </>
      )}
    </>
  );
}

function columnsOf(open: (message: Message) => void): Column<Message>[] {
  return [
    {
      ...{ id: 'kind', header: 'What', width: 'minmax(120px, 1fr)', fixed: true, phone: 1 },
      cell: (message) => (
        <Button kind="quiet" onClick={() => open(message)}>
          {KIND_WORDS[message.kind]}
        </Button>
      ),
    },
    {
      ...{ id: 'state', header: 'State', width: 'minmax(120px, 1fr)', phone: 1 },
      cell: ({ state }) => <State of={state} word={NOTIFICATION_WORDS[state]} />,
    },
    {
      ...{ id: 'due', header: 'When', width: 'minmax(160px, 1fr)' },
      cell: ({ dueAt }) => <MyInstant at={dueAt} />,
    },
    {
      ...{ id: 'channels', header: 'Channels', width: 'minmax(220px, 2fr)' },
      cell: ({ channels, reason }) =>
        channels.length === 0 ? (
          <span className="muted">{reason ? (SKIP_WORDS[reason] ?? reason) : '—'}</span>
        ) : (
          <span className="row" style={{ flexWrap: 'nowrap' }}>
            {channels.map((channel) => (
              <ChannelState key={channel.channel} channel={channel} />
            ))}
          </span>
        ),
    },
    {
      ...{ id: 'items', header: 'Suggestions', width: '100px', end: true, phone: 'none' },
      cell: ({ suggestionIds }) => suggestionIds.length,
    },
  ];
}

function ChannelState({ channel }: { channel: Channel }) {
  return (
    <span title={channel.reason ?? undefined}>
      {channel.channel === 'sms' ? 'SMS ' : 'E-mail '}
      <State of={channel.state} word={channelWord(channel)} />
    </span>
  );
}

function OneMessage({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(messageQuery(id));
  return (
    <Dialog open side title="What you were told" onClose={onClose}>
      <Loaded query={query}>
        {({ kind, state, reason, dueAt, channels, messages }) => (
          <div className="stack">
            <p>
              {KIND_WORDS[kind]}, <MyInstant at={dueAt} age /> <State of={state} word={NOTIFICATION_WORDS[state]} />
            </p>
            {reason && <p className="muted">{SKIP_WORDS[reason] ?? reason}</p>}
            <ul className="stack">
              {channels.map((channel) => (
                <li key={channel.channel}>
                  <ChannelState channel={channel} />{' '}
                  {channel.fallback && <span className="muted">in place of the SMS </span>}
                  <MyInstant at={channel.updatedAt} />
                  {channel.reason && (
                    <div className="muted">
                      <bdi>{channel.reason}</bdi>
                    </div>
                  )}
                </li>
              ))}
            </ul>
            {messages.map((one) => (
              <div key={one.channel} className="card">
                <h3>
                  {one.channel === 'sms' ? 'SMS' : 'E-mail'}
                  {one.route === 'inbox' && (
                    <span className="muted">: this server has no provider, it is read here</span>
                  )}
                </h3>
                {one.subject && (
                  <p>
                    <strong>
                      <bdi>{one.subject}</bdi>
                    </strong>
                  </p>
                )}
                <p className={styles.message}>
                  <bdi>{one.text}</bdi>
                </p>
              </div>
            ))}
          </div>
        )}
      </Loaded>
    </Dialog>
  );
}
