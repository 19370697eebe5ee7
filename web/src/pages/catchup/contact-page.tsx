import { useState } from 'react';
import { Handshake, Pencil, Trash2 } from 'lucide-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Fact, Facts } from '../../kit/facts';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { dateText } from '../../lib/time';
import { useShortcut } from '../../shell/keys';
import { Areas } from './areas';
import styles from './catchup.module.css';
import { ContactForm } from './contact-form';
import { Lateness } from './lateness';
import { MetForm } from './met-form';
import { useMyZone } from './my-time';
import { type Contact, contactQuery, frequencyWords, SOURCE_WORDS } from './people-query';
import { SuggestionCard } from './suggestion-card';
import { suggestionsQuery } from './suggestions-query';

export default function ContactPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(contactQuery(id));
  return (
    <div className="page">
      {!query.data && (
        <>
          <PageHead title="Contact" />
          <Areas />
        </>
      )}
      <Loaded query={query}>{(contact) => <Known contact={contact} />}</Loaded>
    </div>
  );
}

function Known({ contact }: { contact: Contact }) {
  const { id, name, emails, phone, nextBirthday, groups, note, pausedUntil } = contact;
  const locale = useLocale();
  const client = useQueryClient();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const tell = useTell();
  const zone = useMyZone();
  const open = useInfiniteQuery(suggestionsQuery('open', id)).data?.pages[0]?.suggestions ?? [];
  const accepted = useInfiniteQuery(suggestionsQuery('accepted', id)).data?.pages[0]?.suggestions ?? [];
  const [asked, setAsked] = useState<'edit' | 'met'>();
  useShortcut('e', 'Change', () => setAsked('edit'));
  useShortcut('m', 'You met', () => setAsked('met'));
  const params = { path: { id } };
  const refresh = () => client.invalidateQueries({ queryKey: ['catchup'] });
  const remove = async () => {
    const yes = await confirm({
      title: `Delete ${name}?`,
      consequence:
        'The contact is deleted with all suggestions about it, and cannot be brought back. Events in calendars stay.',
      verb: 'Delete',
    });
    if (!yes) return;
    try {
      await api.DELETE('/api/v1/catchup/contacts/{id}', { params });
      await navigate({ to: '/catchup/people' });
      tell.done(`${name} is deleted`);
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  return (
    <>
      <PageHead title={name} sub={<Lateness contact={contact} />}>
        <Button icon={Handshake} kind="primary" onClick={() => setAsked('met')}>
          We met
        </Button>
        <Button icon={Pencil} onClick={() => setAsked('edit')}>
          Change
        </Button>
        <Button icon={Trash2} onClick={() => void remove()}>
          Delete
        </Button>
      </PageHead>
      <Areas />
      <div className="card">
        <Facts>
          <Fact name="Wanted">{frequencyWords(contact.frequency)}</Fact>
          <Fact name="Last met">
            {contact.lastContactOn ? (
              <>
                {dateText(contact.lastContactOn, locale)}
                {contact.lastContactSource && (
                  <span className="muted">, {SOURCE_WORDS[contact.lastContactSource]}</span>
                )}
              </>
            ) : (
              'Not since the contact was noted down'
            )}
          </Fact>
          <Fact name="Due on">{contact.dueOn ? dateText(contact.dueOn, locale) : 'Never'}</Fact>
          {pausedUntil && <Fact name="Put off until">{dateText(pausedUntil, locale)}</Fact>}
          <Fact name="How">
            {contact.medium === 'call' ? 'A call' : 'In person'}, {contact.minutes} min
          </Fact>
          <Fact name="Birthday">
            {nextBirthday
              ? `${dateText(nextBirthday.on, locale)}${nextBirthday.turns === null ? '' : `, turns ${nextBirthday.turns}`}`
              : '—'}
          </Fact>
          <Fact name="Hours">{contact.windows ? 'Own hours: see under Change' : 'Those of your preferences'}</Fact>
          <Fact name="E-mail">{emails.length > 0 ? <bdi>{emails.join(', ')}</bdi> : '—'}</Fact>
          <Fact name="Telephone">{phone ? <bdi>{phone}</bdi> : '—'}</Fact>
          {groups.length > 0 && (
            <Fact name="Groups">
              <bdi>{groups.join(', ')}</bdi>
            </Fact>
          )}
          {note && (
            <Fact name="Note">
              <bdi className={styles.message}>{note}</bdi>
            </Fact>
          )}
        </Facts>
      </div>
      <Section title="Suggestions">
        {open.length + accepted.length === 0 ? (
          <p className="muted">There are none. They are made every six hours for who is due.</p>
        ) : (
          <div className={styles.cards}>
            {[...open, ...accepted.toReversed()].map((one) => (
              <SuggestionCard key={one.id} suggestion={one} />
            ))}
          </div>
        )}
      </Section>
      {asked === 'edit' && <ContactForm contact={contact} onClose={() => setAsked(undefined)} />}
      {asked === 'met' && zone && (
        <MetForm
          name={name}
          zone={zone}
          onClose={() => setAsked(undefined)}
          onMet={async (on) => {
            await api.POST('/api/v1/catchup/contacts/{id}/met', { params, body: { on } });
            await refresh();
            tell.done(`You met ${name}`);
          }}
        />
      )}
    </>
  );
}
