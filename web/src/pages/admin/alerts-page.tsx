import { useMemo, useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { type Hotel, useHotels } from '../../api/hotels';
import { type KindTitle, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { useShortcut } from '../../shell/keys';
import { AdminPage } from './admin-page';
import { AlertForm } from './alert-form';
import { type Alert, alertsQuery, KIND_WORDS, measure } from './alerts-query';
import { type Secret, SecretOnce } from './secret-once';

const rowId = ({ id }: Alert) => id;
const rowHref = ({ id }: Alert) => `/admin/alerts/${id}`;

export default function AlertsPage() {
  const admin = useMay('ADMIN');
  const hotels = useHotels();
  const query = useQuery(alertsQuery);
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const client = useQueryClient();
  const tell = useTell();
  const titleOf = useKindTitle();
  const columns = useMemo(() => alertColumns(hotels, titleOf), [hotels, titleOf]);
  useShortcut(admin ? 'n' : undefined, 'Make a rule', () => setMaking(true));
  const firing = query.data?.alerts.filter(({ state, enabled }) => enabled && state === 'firing').length ?? 0;
  return (
    <AdminPage
      title="Alerts"
      sub={query.data && `${countOf(query.data.total, 'rule')}${firing > 0 ? `, ${firing} firing` : ''}`}
      actions={
        admin && (
          <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
            Make a rule
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ alerts, total }) => (
          <DataTable
            name="admin-alerts"
            label="Alert rules"
            low
            columns={columns}
            rows={alerts}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            empty={
              <Empty title="There are no alert rules">
                <p>A rule tells you by e-mail or webhook when jobs go wrong, and when they are well again.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      {making && (
        <AlertForm
          save={async (body) => {
            const made = await bodyOf(api.POST('/api/v1/alerts', { body }));
            await client.invalidateQueries({ queryKey: ['admin', 'alerts'] });
            tell.done(`The rule ${made.name} is on`);
            if (made.secret)
              setSecret({
                title: 'Signing secret',
                text: made.secret,
                words: 'The receiver checks the signature of each message with it (Standard Webhooks).',
              });
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}

export function AlertState({ alert: { enabled, state } }: { alert: Alert }) {
  if (!enabled) return <State of="paused" word="Off" />;
  return state === 'firing' ? <State of="failed" word="Firing" /> : <State of="done" word="Well" />;
}

const alertColumns = (hotels: readonly Hotel[], titleOf: KindTitle): Column<Alert>[] => [
  {
    id: 'name',
    header: 'Rule',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(160px, 2fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: (alert) => <AlertState alert={alert} />,
    width: '100px',
    fixed: true,
    phone: 1,
  },
  { id: 'kind', header: 'Watches', cell: ({ kind }) => KIND_WORDS[kind], width: 'minmax(200px, 2fr)' },
  {
    id: 'now',
    header: 'Now',
    cell: ({ unit, lastValue }) => (
      <span title={lastValue === null ? 'Not measured yet' : undefined}>{measure(unit, lastValue)}</span>
    ),
    width: '110px',
    end: true,
    phone: 'none',
  },
  {
    id: 'threshold',
    header: 'Fires at',
    cell: ({ unit, threshold }) => measure(unit, threshold),
    width: '110px',
    end: true,
    phone: 'none',
  },
  {
    id: 'job',
    header: 'Job',
    cell: ({ jobName }) => (jobName === null ? 'All' : <span title={jobName}>{titleOf(jobName)}</span>),
    width: 'minmax(110px, 1fr)',
    phone: 'none',
  },
  {
    id: 'hotel',
    header: 'Hotel',
    cell: ({ hotelId }) => (
      <bdi>{hotelId === null ? 'All' : (hotels.find(({ id }) => id === hotelId)?.name ?? `Hotel ${hotelId}`)}</bdi>
    ),
    width: 'minmax(100px, 1fr)',
    phone: 'none',
  },
  {
    id: 'since',
    header: 'Since',
    cell: ({ stateSince, hotelId }) => <Instant at={stateSince} hotelId={hotelId} />,
    width: '170px',
    phone: 'none',
  },
];
