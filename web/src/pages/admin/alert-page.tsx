import { useState } from 'react';
import { MoreHorizontal, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Loaded } from '../../kit/loaded';
import { Menu } from '../../kit/menu';
import { useTell } from '../../kit/toast';
import { AdminPage } from './admin-page';
import { AlertEvents, AlertFacts } from './alert-facts';
import { AlertForm } from './alert-form';
import { type Alert, alertQuery } from './alerts-query';
import { AlertState } from './alerts-page';
import { type Secret, SecretOnce } from './secret-once';

export default function AlertPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(alertQuery(id));
  return <Loaded query={query}>{(alert) => <Details alert={alert} />}</Loaded>;
}

function Details({ alert }: { alert: Alert }) {
  const admin = useMay('ADMIN');
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const tell = useTell();
  const params = { path: { id: alert.id } };
  const told = async (work: () => Promise<void>) => {
    await work().catch((error: unknown) => tell.failed(error));
    await client.invalidateQueries({ queryKey: ['admin', 'alerts'] });
  };
  const turn = (enabled: boolean) => api.PATCH('/api/v1/alerts/{id}', { params, body: { enabled } });
  const off = () =>
    told(async () => {
      await turn(false);
      tell.undo('The rule is off', () => told(async () => void (await turn(true))), 'Nobody is told by it.');
    });
  const on = () =>
    told(async () => {
      await turn(true);
      tell.done('The rule is on');
    });
  const test = () =>
    told(async () => {
      await api.POST('/api/v1/alerts/{id}/test', { params });
      tell.done('A test message is on its way', 'Over every channel of the rule.');
    });
  const remove = async () => {
    const yes = await confirm({
      title: `Remove the rule ${alert.name}?`,
      consequence:
        'Nobody is told any more when this goes wrong, and what it has told goes with it. It does not come back.',
      verb: 'Remove the rule',
    });
    if (!yes) return;
    await told(async () => {
      await api.DELETE('/api/v1/alerts/{id}', { params });
      tell.done(`The rule ${alert.name} is removed`);
      await navigate({ to: '/admin/alerts' });
    });
  };
  return (
    <AdminPage
      title={alert.name}
      sub={<AlertState alert={alert} />}
      actions={
        admin && (
          <>
            <Button icon={Send} onClick={() => void test()}>
              Send a test
            </Button>
            <Button icon={alert.enabled ? Pause : Play} onClick={() => void (alert.enabled ? off() : on())}>
              {alert.enabled ? 'Switch off' : 'Switch on'}
            </Button>
            <Menu
              trigger={<Button kind="quiet" aria-label="More to do" />}
              entries={[
                { label: 'Change it…', icon: Pencil, run: () => setEditing(true) },
                { label: 'Remove it…', icon: Trash2, danger: true, apart: true, run: () => void remove() },
              ]}
            >
              <MoreHorizontal size={15} aria-hidden />
            </Menu>
          </>
        )
      }
    >
      <AlertFacts alert={alert} />
      <AlertEvents alert={alert} />
      {editing && (
        <AlertForm
          alert={alert}
          save={async ({ kind: _, ...body }) => {
            const { secret: made } = await bodyOf(api.PATCH('/api/v1/alerts/{id}', { params, body }));
            await client.invalidateQueries({ queryKey: ['admin', 'alerts'] });
            tell.done('The rule is changed');
            const words = 'The receiver checks the signature of each message with it (Standard Webhooks).';
            if (made) setSecret({ title: 'Signing secret', text: made, words });
          }}
          onClose={() => setEditing(false)}
        />
      )}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}
