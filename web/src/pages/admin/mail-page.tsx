import { Send } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { Button } from '../../kit/button';
import { Tabs } from '../../kit/tabs';
import { useTell } from '../../kit/toast';
import { oneOf, useUrlState } from '../../lib/url-state';
import { AdminPage } from './admin-page';
import { Mails } from './mails';
import { Suppressions } from './suppressions';

const ADDRESS = { tab: oneOf(['messages', 'held'], 'messages') };

/** The mails the company has written, on the demo read instead of received, and the addresses that get none. */
export default function MailPage() {
  const [{ tab }, set] = useUrlState(ADDRESS);
  const client = useQueryClient();
  const tell = useTell();
  const test = useMutation({
    mutationFn: () => api.POST('/api/v1/mail/test'),
    onSuccess: () => tell.done('A test mail to you is on its way'),
    onError: (error) => tell.failed(error),
    onSettled: () => client.invalidateQueries({ queryKey: ['admin', 'mail'] }),
  });
  return (
    <AdminPage
      title="Mail"
      fill
      actions={
        <Button icon={Send} busy={test.isPending} onClick={() => test.mutate()}>
          Send a test to me
        </Button>
      }
    >
      <Tabs
        label="Mail"
        value={tab}
        onChange={(next) => set({ tab: next })}
        tabs={[
          { value: 'messages', label: 'Messages' },
          { value: 'held', label: 'Addresses that get none' },
        ]}
      />
      {tab === 'messages' ? <Mails /> : <Suppressions />}
    </AdminPage>
  );
}
