import { useState } from 'react';
import { Check, Clock, X } from 'lucide-react';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { ErrorView } from '../../kit/error-view';
import { Link } from '../../kit/link';
import { Menu } from '../../kit/menu';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import styles from './catchup.module.css';
import { MetForm } from './met-form';
import { SnoozeForm } from './snooze-form';
import { type Refusal, useSuggestionActions } from './suggestion-actions';
import { DECISION_WORDS, EVENT_WORDS, KIND_WORDS, TROUBLE_WORDS } from './suggestions-query';
import { whenText } from './times';
import type { Suggestion } from './week-query';

/** Whom to meet, when, and why; and what to do about it. */
export function SuggestionCard({ suggestion }: { suggestion: Suggestion }) {
  const { contact, state, startsAt, endsAt, timezone, reason, kind, decision, snoozedUntil } = suggestion;
  const locale = useLocale();
  const actions = useSuggestionActions(suggestion);
  const [asked, setAsked] = useState<'snooze' | 'met'>();
  const isAhead = Date.parse(startsAt) > Date.now();
  return (
    <article className={`card ${styles.suggestion}`} data-suggestion={suggestion.id} aria-label={contact.name}>
      <div className={styles.suggestionHead}>
        <Link to={`/catchup/people/${contact.id}`} className={styles.who}>
          <bdi>{contact.name}</bdi>
        </Link>
        <State
          of={state === 'open' ? 'suggested' : state}
          word={state === 'open' ? KIND_WORDS[kind] : state[0]!.toUpperCase() + state.slice(1)}
        />
      </div>
      <p>
        <strong className="num">{whenText(startsAt, endsAt, timezone, locale)}</strong>
        <span className="muted"> · {contact.medium === 'call' ? 'a call' : 'in person'}</span>
      </p>
      <p>{reason}</p>
      {state === 'accepted' && <EventState suggestion={suggestion} />}
      {state === 'snoozed' && snoozedUntil && <p className="muted">Until {dateText(snoozedUntil, locale)}</p>}
      {decision && <p className="muted">{DECISION_WORDS[decision] ?? decision}</p>}
      {state === 'open' && (
        <div className="row">
          <Button kind="primary" icon={Check} busy={actions.busy} onClick={() => void actions.accept()}>
            Accept
          </Button>
          <Button icon={Clock} busy={actions.busy} onClick={() => setAsked('snooze')}>
            Snooze
          </Button>
          <Menu
            trigger={<button type="button" className="button button-plain" aria-busy={actions.busy || undefined} />}
            entries={[
              { label: 'Not now', run: () => void actions.dismiss('not_now') },
              { label: 'We have met already…', run: () => setAsked('met') },
              { label: 'Not interested', run: () => void actions.dismiss('not_interested') },
            ].map((entry) => ({ ...entry, disabled: actions.busy }))}
          >
            <X size={15} aria-hidden /> Dismiss
          </Menu>
        </div>
      )}
      {(state === 'snoozed' || state === 'dismissed') && isAhead && (
        <div className="row">
          <Button busy={actions.busy} onClick={() => void actions.reopen()}>
            Open again
          </Button>
        </div>
      )}
      {asked === 'snooze' && (
        <SnoozeForm name={contact.name} zone={timezone} onSnooze={actions.snooze} onClose={() => setAsked(undefined)} />
      )}
      {asked === 'met' && (
        <MetForm name={contact.name} zone={timezone} onMet={actions.met} onClose={() => setAsked(undefined)} />
      )}
      {actions.refusal && (
        <OtherTimes
          refusal={actions.refusal}
          zone={timezone}
          name={contact.name}
          busy={actions.busy}
          onAccept={(at) => void actions.accept(at)}
          onClose={actions.closeRefusal}
        />
      )}
      {actions.question && (
        <Dialog open onClose={actions.closeQuestion} title={`Meet ${contact.name} less often?`}>
          <p>You wanted {actions.question.current}. From now on:</p>
          <div className="row">
            {actions.question.offered.map((one) => (
              <Button key={one} onClick={() => void actions.meetLessOften(one)}>
                {one}
              </Button>
            ))}
            <Button kind="quiet" onClick={actions.closeQuestion}>
              Keep {actions.question.current}
            </Button>
          </div>
        </Dialog>
      )}
    </article>
  );
}

function EventState({ suggestion: { event } }: { suggestion: Suggestion }) {
  if (!event) return null;
  const { state, trouble } = event;
  const look = { written: 'written', waiting: 'running', failed: 'late', none: 'skipped' }[state];
  return (
    <p>
      <State of={look} word={EVENT_WORDS[state]} />
      {trouble && <span className="muted">: {TROUBLE_WORDS[trouble] ?? trouble}</span>}
    </p>
  );
}

function OtherTimes({
  refusal,
  zone,
  name,
  busy,
  onAccept,
  onClose,
}: {
  refusal: Refusal;
  zone: string;
  name: string;
  busy: boolean;
  onAccept: (startsAt: string) => void;
  onClose: () => void;
}) {
  const locale = useLocale();
  return (
    <Dialog open onClose={onClose} title={`Another time for ${name}`}>
      <p>{refusal.detail}. </p>
      {refusal.alternatives.length === 0 ? (
        <ErrorView error={new Error('There is no other free time in the next 14 days.')} />
      ) : (
        <ul className="stack">
          {refusal.alternatives.map(({ startsAt, endsAt }) => (
            <li key={startsAt}>
              <Button icon={Check} busy={busy} onClick={() => onAccept(startsAt)}>
                {whenText(startsAt, endsAt, zone, locale)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
