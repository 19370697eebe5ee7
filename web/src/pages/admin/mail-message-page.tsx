import { RotateCcw } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, type Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countText } from '../../lib/money';
import { AdminPage } from './admin-page';
import { mailQuery } from './mail-query';
import { MailStateOf } from './mails';

type Detail = Schema<'MailMessageDetailResponse'>;

export default function MailMessagePage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(mailQuery(id));
  return <Loaded query={query}>{(mail) => <Details mail={mail} />}</Loaded>;
}

function Details({ mail }: { mail: Detail }) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const resend = async () => {
    const yes = await confirm({
      title: `Send this mail to ${mail.toAddress} once more?`,
      consequence: `${mail.state === 'sent' ? 'It was sent already: they get it twice. ' : ''}It goes out as a mail of its own, with the same text. A mail that was sent does not come back.`,
      verb: 'Send it again',
      keep: 'Do not send',
    });
    if (!yes) return;
    await api.POST('/api/v1/mail/messages/{id}/resend', { params: { path: { id: mail.id } } }).then(
      () => tell.done('It is sent once more'),
      (error: unknown) => tell.failed(error),
    );
    await client.invalidateQueries({ queryKey: ['admin', 'mail'] });
  };
  return (
    <AdminPage
      title={mail.subject}
      sub={<MailStateOf state={mail.state} />}
      actions={
        <Button icon={RotateCcw} onClick={() => void resend()}>
          Send again…
        </Button>
      }
    >
      <div className="card">
        <Facts>
          <Fact name="To">
            {mail.toName && <bdi>{mail.toName} </bdi>}
            <bdi>{mail.toAddress}</bdi>
          </Fact>
          <Fact name="Kind">{mail.template}</Fact>
          <Fact name="Written">
            <Instant at={mail.createdAt} seconds />
          </Fact>
          <Fact name="Settled">
            <Instant at={mail.settledAt} seconds none="It is not settled yet" />
          </Fact>
          <Fact name="Went to">
            {mail.route === 'inbox' ? 'This inbox: the server has no mail server' : (mail.route ?? '—')}
          </Fact>
          {mail.error && (
            <Fact name="What went wrong">
              <bdi>{mail.error}</bdi>
            </Fact>
          )}
          {mail.response && (
            <Fact name="The mail server said">
              <bdi>{mail.response}</bdi>
            </Fact>
          )}
          {mail.jobId && (
            <Fact name="Job">
              <Link to={`/jobs/${mail.jobId}`}>its job</Link>
            </Fact>
          )}
          {mail.resendOf && (
            <Fact name="Sent again of">
              <Link to={`/admin/mail/${mail.resendOf}`}>the mail before</Link>
            </Fact>
          )}
        </Facts>
      </div>
      <Section title="Text">
        <JsonText value={mail.text} label="Text of the mail" />
      </Section>
      {mail.attachments.length > 0 && (
        <Section title="Attachments">
          <ul className="bullets">
            {mail.attachments.map((file) => (
              <li key={file.fileId}>
                <bdi>{file.name}</bdi>{' '}
                <span className="muted">{`${file.contentType}, ${countText(file.bytes)} bytes`}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Headers">
        <JsonText value={mail.headers} label="Headers of the mail" />
      </Section>
    </AdminPage>
  );
}
