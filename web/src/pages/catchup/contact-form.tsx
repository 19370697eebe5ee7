import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { dateIn } from '../../lib/time';
import styles from './catchup.module.css';
import { useMyZone } from './my-time';
import { type Contact, FREQUENCIES, type Frequency, IMPORTANCES, MEDIUMS } from './people-query';
import { preferencesQuery } from './preferences-query';
import { Weekdays, type Window } from './windows-editor';

const list = (text: string): string[] => [...new Set(text.split(/[,;\n]/).map((one) => one.trim()))].filter(Boolean);

/** Somebody new, or what is known of a contact. */
export function ContactForm({ contact, onClose }: { contact?: Contact; onClose: () => void }) {
  const [name, setName] = useState(contact?.name ?? '');
  const [emails, setEmails] = useState(contact?.emails.join(', ') ?? '');
  const [phone, setPhone] = useState(contact?.phone ?? '');
  const [frequency, setFrequency] = useState<Frequency>(contact?.frequency ?? 'monthly');
  const [importance, setImportance] = useState(contact?.importance ?? 'normal');
  const [medium, setMedium] = useState(contact?.medium ?? 'in_person');
  const [minutes, setMinutes] = useState(String(contact?.minutes ?? 60));
  const [birthday, setBirthday] = useState(contact?.birthday ?? '');
  const [groups, setGroups] = useState(contact?.groups.join(', ') ?? '');
  const [note, setNote] = useState(contact?.note ?? '');
  const [lastContactOn, setLast] = useState('');
  const [windows, setWindows] = useState((contact?.windows ?? null) as Window[][] | null);
  const zone = useMyZone();
  const own = useQuery(preferencesQuery).data?.windows as Window[][] | undefined;
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    const body = {
      ...{ name: name.trim(), emails: list(emails), frequency, importance, medium, minutes: Number(minutes) },
      ...{ phone: phone.trim() || null, birthday: birthday.trim() || null, note: note.trim() || null },
      groups: list(groups),
      windows,
    };
    if (contact)
      await bodyOf(api.PATCH('/api/v1/catchup/contacts/{id}', { params: { path: { id: contact.id } }, body }));
    else
      await bodyOf(
        api.POST('/api/v1/catchup/contacts', { body: { ...body, ...(lastContactOn && { lastContactOn }) } }),
      );
    await client.invalidateQueries({ queryKey: ['catchup'] });
    tell.done(contact ? `${body.name} is changed` : `${body.name} is among your people`);
  };
  return (
    <FormDialog
      title={contact ? `Change ${contact.name}` : 'Add somebody'}
      verb={contact ? 'Save' : 'Add'}
      ready={name.trim() !== ''}
      run={run}
      onClose={onClose}
      wide={windows !== null}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors['name']}>
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <div className="form-row">
            <Field label="How often you want to meet" error={errors['frequency']}>
              <select
                className="native-select"
                value={frequency}
                onChange={(event) => setFrequency(event.target.value as Frequency)}
              >
                {FREQUENCIES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </Field>
            {!contact && (
              <Field
                label="Last met"
                hint="Days are counted from it; left empty, from today"
                error={errors['lastContactOn']}
              >
                <input
                  type="date"
                  max={dateIn(zone ?? 'Pacific/Kiritimati')}
                  value={lastContactOn}
                  onChange={(event) => setLast(event.target.value)}
                />
              </Field>
            )}
          </div>
          <div className="form-row">
            <Field label="How you meet" hint="A call needs no time on the way" error={errors['medium']}>
              <select
                className="native-select"
                value={medium}
                onChange={(event) => setMedium(event.target.value as Contact['medium'])}
              >
                {MEDIUMS.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </Field>
            <Field label="Minutes" error={errors['minutes']}>
              <input
                type="number"
                required
                min={10}
                max={480}
                value={minutes}
                onChange={(event) => setMinutes(event.target.value)}
              />
            </Field>
            <Field label="Importance" error={errors['importance']}>
              <select
                className="native-select"
                value={importance}
                onChange={(event) => setImportance(event.target.value as Contact['importance'])}
              >
                {IMPORTANCES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </Field>
          </div>
          <Field
            label="E-mail addresses"
            hint="With commas between them. Events with one of them tell when you last met."
            error={first(errors, 'emails')}
          >
            <input value={emails} onChange={(event) => setEmails(event.target.value)} />
          </Field>
          <div className="form-row">
            <Field label="Telephone" error={errors['phone']}>
              <input value={phone} maxLength={32} onChange={(event) => setPhone(event.target.value)} />
            </Field>
            <Field label="Birthday" hint="1985-03-01, or --03-01 without its year" error={errors['birthday']}>
              <input value={birthday} maxLength={10} onChange={(event) => setBirthday(event.target.value)} />
            </Field>
          </div>
          <Field label="Groups" hint="With commas between them" error={first(errors, 'groups')}>
            <input value={groups} onChange={(event) => setGroups(event.target.value)} />
          </Field>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={windows !== null}
              disabled={windows === null && own === undefined}
              onChange={(event) => setWindows(event.target.checked ? structuredClone(own!) : null)}
            />
            You meet at other hours than those of your preferences
          </label>
          {windows !== null && <Weekdays windows={windows} errors={errors} onChange={setWindows} />}
          <Field label="Note" error={errors['note']}>
            <textarea rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** The message of a list, or of one of its members. */
const first = (errors: Record<string, string>, path: string): string | undefined =>
  Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}.`))?.[1];
