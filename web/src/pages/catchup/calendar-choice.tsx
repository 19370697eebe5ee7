import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { type Calendar, calendarsQuery, TROUBLES } from './calendars-query';
import styles from './catchup.module.css';
import { MyInstant } from './my-time';

/** Which calendars are read. A change is made at once, and can be taken back. */
export function CalendarChoice({ onReading }: { onReading: (jobId: string) => void }) {
  const query = useQuery(calendarsQuery);
  const client = useQueryClient();
  const tell = useTell();
  const [busy, setBusy] = useState(false);
  const choose = async (selected: string[], words: string, before?: string[]) => {
    setBusy(true);
    // Ticked at once; what the server keeps comes with its answer.
    client.setQueryData(
      calendarsQuery.queryKey,
      (all) =>
        all && { ...all, calendars: all.calendars.map((one) => ({ ...one, selected: selected.includes(one.id) })) },
    );
    try {
      const { jobId, ...answer } = await bodyOf(api.PUT('/api/v1/catchup/calendars', { body: { selected } }));
      client.setQueryData(calendarsQuery.queryKey, answer);
      if (jobId) onReading(jobId);
      if (before) tell.undo(words, () => choose(before, 'The choice is as before'));
      else tell.done(words);
    } catch (error) {
      tell.failed(error, 'The choice could not be kept');
    }
    await client.invalidateQueries({ queryKey: ['catchup'] });
    setBusy(false);
  };
  const toggle = (calendar: Calendar, all: readonly Calendar[]) => {
    const before = all.filter(({ selected }) => selected).map(({ id }) => id);
    const after = calendar.selected ? before.filter((id) => id !== calendar.id) : [...before, calendar.id];
    void choose(after, `${calendar.name} is ${calendar.selected ? 'not read any more' : 'read from now on'}`, before);
  };
  return (
    <Section title="Calendars that are read">
      <Loaded query={query} lines={3}>
        {({ calendars: all, nextReadAt }) =>
          all.length === 0 ? (
            <p className="muted">There are none yet: they are listed when an account is connected.</p>
          ) : (
            <>
              <p className="muted">
                An event in a calendar that is ticked makes you busy. Tick those that are yours.{' '}
                {nextReadAt && (
                  <>
                    They are read next at <MyInstant at={nextReadAt} age />.
                  </>
                )}
              </p>
              <ul className={`card ${styles.list}`}>
                {all.map((calendar) => (
                  <li key={calendar.id} className={styles.account}>
                    <label className={styles.check}>
                      <input
                        type="checkbox"
                        checked={calendar.selected}
                        // Not `disabled`, which would lose the focus.
                        aria-disabled={busy || undefined}
                        onChange={() => !busy && toggle(calendar, all)}
                      />
                      <span>
                        <bdi>{calendar.name}</bdi>{' '}
                        <span className="muted">
                          {calendar.primary && 'main '}
                          {calendar.accountName !== calendar.name && <bdi>{calendar.accountName}</bdi>}
                        </span>
                      </span>
                    </label>
                    <span className="muted">
                      {calendar.trouble && calendar.selected ? (
                        <State
                          of="late"
                          word={`${calendar.trouble === 'incomplete' ? 'Read in part' : 'Not read'}: ${TROUBLES[calendar.trouble] ?? calendar.trouble}`}
                        />
                      ) : calendar.selected ? (
                        <>
                          Read <MyInstant at={calendar.lastReadAt} age none="It is being read" />
                        </>
                      ) : (
                        'Not read'
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
