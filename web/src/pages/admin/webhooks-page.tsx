import { useMemo, useState } from 'react';
import { ListChecks, Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { type Hotel, useHotels } from '../../api/hotels';
import { type KindTitle, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useShortcut } from '../../shell/keys';
import { AdminPage } from './admin-page';
import { type Secret, SecretOnce } from './secret-once';
import { WebhookForm } from './webhook-form';
import { type Webhook, webhooksQuery } from './webhooks-query';

const rowId = ({ id }: Webhook) => id;
const rowHref = ({ id }: Webhook) => `/admin/webhooks/${id}`;

export default function WebhooksPage() {
  const admin = useMay('ADMIN');
  const hotels = useHotels();
  const query = useQuery(webhooksQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ secret: Secret; id: string }>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const titleOf = useKindTitle();
  const columns = useMemo(() => webhookColumns(hotels, titleOf), [hotels, titleOf]);
  useShortcut(admin ? 'n' : undefined, 'Make a webhook', () => setMaking(true));
  return (
    <AdminPage
      title="Webhooks"
      sub={query.data && countOf(query.data.total, 'webhook')}
      actions={
        <>
          <Link to="/admin/webhooks/deliveries" className="button button-plain">
            <ListChecks size={15} aria-hidden />
            All deliveries
          </Link>
          {admin && (
            <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
              Make a webhook
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>
        {({ webhooks, total }) => (
          <DataTable
            name="admin-webhooks"
            label="Webhooks"
            low
            columns={columns}
            rows={webhooks}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            empty={
              <Empty title="There are no webhooks">
                <p>A webhook tells another system by a signed POST how jobs ended.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      {making && (
        <WebhookForm
          save={async (body) => {
            const { secret, id } = await bodyOf(api.POST('/api/v1/webhooks', { body }));
            const words = 'The receiver checks the signature of each message with it (Standard Webhooks).';
            setMade({ secret: { title: 'Signing secret', text: secret, words }, id });
            await client.invalidateQueries({ queryKey: ['admin', 'webhooks'] });
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made && (
        <SecretOnce
          secret={made.secret}
          onClose={() => {
            setMade(undefined);
            void navigate({ to: `/admin/webhooks/${made.id}` });
          }}
        />
      )}
    </AdminPage>
  );
}

/** On and well, on and failing, or off. */
export function WebhookState({ webhook: { enabled, failures, disabledReason } }: { webhook: Webhook }) {
  if (!enabled)
    return (
      <span title={disabledReason ?? undefined}>
        <State of="paused" word="Off" />
      </span>
    );
  return failures > 0 ? <State of="late" word={`${failures} given up`} /> : <State of="done" word="On" />;
}

const webhookColumns = (hotels: readonly Hotel[], titleOf: KindTitle): Column<Webhook>[] => [
  {
    id: 'url',
    header: 'Address',
    cell: ({ url }) => <bdi>{url}</bdi>,
    width: 'minmax(240px, 3fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: (webhook) => <WebhookState webhook={webhook} />,
    width: '120px',
    fixed: true,
    phone: 1,
  },
  {
    id: 'description',
    header: 'Description',
    cell: ({ description }) => <bdi>{description}</bdi>,
    width: 'minmax(140px, 1fr)',
  },
  {
    id: 'events',
    header: 'Told when a job is',
    cell: ({ events }) => events.map((event) => event.replace('job.', '')).join(', '),
    width: 'minmax(160px, 1fr)',
    phone: 'none',
  },
  {
    id: 'kinds',
    header: 'Kinds',
    cell: ({ jobNames }) => jobNames?.map(titleOf).join(', ') ?? 'All',
    width: 'minmax(120px, 1fr)',
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
];
