import { useState } from 'react';
import { KeyRound, MoreHorizontal, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useHotel } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Menu } from '../../kit/menu';
import { AdminPage } from './admin-page';
import { Deliveries } from './deliveries';
import { type Secret, SecretOnce } from './secret-once';
import { useWebhookActions } from './webhook-actions';
import { WebhookForm } from './webhook-form';
import { type Webhook, webhookQuery } from './webhooks-query';
import { WebhookState } from './webhooks-page';

export default function WebhookPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(webhookQuery(id));
  return <Loaded query={query}>{(webhook) => <Details webhook={webhook} />}</Loaded>;
}

function Details({ webhook }: { webhook: Webhook }) {
  const admin = useMay('ADMIN');
  const hotel = useHotel(webhook.hotelId);
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const actions = useWebhookActions(webhook);
  const titleOf = useKindTitle();
  return (
    <AdminPage
      title={new URL(webhook.url).host}
      sub={<WebhookState webhook={webhook} />}
      actions={
        admin && (
          <>
            <Button icon={Send} disabled={!webhook.enabled} onClick={() => void actions.test()}>
              Send a test
            </Button>
            <Button icon={webhook.enabled ? Pause : Play} onClick={() => void actions.switch(!webhook.enabled)}>
              {webhook.enabled ? 'Switch off' : 'Switch on'}
            </Button>
            <Menu
              trigger={<Button kind="quiet" aria-label="More to do" />}
              entries={[
                { label: 'Change it…', icon: Pencil, run: () => setEditing(true) },
                { label: 'Make a new secret…', icon: KeyRound, run: () => void actions.rotate(setSecret) },
                { label: 'Remove it…', icon: Trash2, danger: true, apart: true, run: () => void actions.remove() },
              ]}
            >
              <MoreHorizontal size={15} aria-hidden />
            </Menu>
          </>
        )
      }
    >
      <div className="card">
        <Facts>
          <Fact name="Address">
            <bdi>{webhook.url}</bdi>
          </Fact>
          {webhook.description && (
            <Fact name="Description">
              <bdi>{webhook.description}</bdi>
            </Fact>
          )}
          <Fact name="Told when a job is">{webhook.events.map((event) => event.replace('job.', '')).join(', ')}</Fact>
          <Fact name="Kinds of jobs">{webhook.jobNames?.map(titleOf).join(', ') ?? 'All'}</Fact>
          <Fact name="Hotel">
            {webhook.hotelId === null ? 'All' : <bdi>{hotel?.name ?? `Hotel ${webhook.hotelId}`}</bdi>}
          </Fact>
          <Fact name="Made">
            <Instant at={webhook.createdAt} />
          </Fact>
          {webhook.disabledReason && <Fact name="Off because">{webhook.disabledReason}</Fact>}
        </Facts>
      </div>
      <Deliveries webhookId={webhook.id} />
      {editing && <WebhookForm webhook={webhook} save={actions.change} onClose={() => setEditing(false)} />}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}
