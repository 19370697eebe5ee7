import { useState } from 'react';
import type { Schema } from '../../api/client';
import { useHotels } from '../../api/hotels';
import { useKindTitles } from '../../api/job-kinds';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Select } from '../../kit/select';
import { type Alert, type AlertKind, KIND_WORDS } from './alerts-query';

/** What is typed of a threshold, and its seconds where the API takes seconds. */
const UNITS: Record<AlertKind, { label: string; factor: number; usual: string }> = {
  failure_rate: { label: 'Percent', factor: 1, usual: '20' },
  oldest_age: { label: 'Minutes', factor: 60, usual: '60' },
  missed_slot: { label: 'Firings', factor: 1, usual: '1' },
  dead_letters: { label: 'Dead letters', factor: 1, usual: '1' },
};

const list = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
const KINDS = Object.keys(UNITS) as AlertKind[];

/** Makes a rule, or changes one: what it watches stays. */
export function AlertForm({
  alert,
  save,
  onClose,
}: {
  alert?: Alert;
  save: (body: Schema<'CreateAlertRequest'>) => Promise<unknown>;
  onClose: () => void;
}) {
  const [name, setName] = useState(alert?.name ?? '');
  const [kind, setKind] = useState<AlertKind>(alert?.kind ?? 'dead_letters');
  const [threshold, setThreshold] = useState(
    alert ? String(alert.threshold / UNITS[alert.kind].factor) : UNITS.dead_letters.usual,
  );
  const [job, setJob] = useState(alert?.jobName ?? 'all');
  const [hotel, setHotel] = useState(alert?.hotelId ? String(alert.hotelId) : 'all');
  const [emails, setEmails] = useState((alert?.emails ?? []).join(', '));
  const [url, setUrl] = useState(alert?.webhookUrl ?? '');
  const [over, setOver] = useState(String(alert?.windowMinutes ?? 60));
  const [least, setLeast] = useState(String(alert?.minJobs ?? 10));
  const [remind, setRemind] = useState(alert?.remindHours ? String(alert.remindHours) : '');
  const hotels = useHotels();
  const kinds = useKindTitles();
  const unit = UNITS[kind];
  // How long the oldest job waits is asked of the present.
  const looksBack = kind !== 'oldest_age';
  const run = () =>
    save({
      name: name.trim(),
      kind,
      enabled: alert?.enabled ?? true,
      threshold: Number(threshold) * unit.factor,
      jobName: job === 'all' ? null : job,
      hotelId: hotel === 'all' ? null : Number(hotel),
      emails: list(emails),
      webhookUrl: url.trim() || null,
      ...(looksBack && { windowMinutes: Number(over) }),
      ...(kind === 'failure_rate' && { minJobs: Number(least) }),
      remindHours: remind === '' ? null : Number(remind),
    });
  return (
    <FormDialog
      title={alert ? 'Change the rule' : 'Make a rule'}
      verb={alert ? 'Change it' : 'Make the rule'}
      ready={
        name.trim() !== '' &&
        Number(threshold) > 0 &&
        Number(over) > 0 &&
        Number(least) > 0 &&
        (list(emails).length > 0 || url.trim() !== '')
      }
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors['name']}>
            <input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {!alert && (
            <Field label="Watches">
              <Select
                value={kind}
                onChange={(next) => {
                  setKind(next);
                  setThreshold(UNITS[next].usual);
                }}
                choices={KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
              />
            </Field>
          )}
          <Field label={`Fires at (${unit.label.toLowerCase()})`} error={errors['threshold']}>
            <input
              type="number"
              min={1}
              required
              value={threshold}
              onChange={(event) => setThreshold(event.target.value)}
            />
          </Field>
          {looksBack && (
            <div className="form-row">
              <Field label="Over the last, minutes" error={errors['windowMinutes']}>
                <input type="number" min={1} required value={over} onChange={(event) => setOver(event.target.value)} />
              </Field>
              {kind === 'failure_rate' && (
                <Field label="From so many jobs" hint="Fewer have no rate." error={errors['minJobs']}>
                  <input
                    type="number"
                    min={1}
                    required
                    value={least}
                    onChange={(event) => setLeast(event.target.value)}
                  />
                </Field>
              )}
            </div>
          )}
          <div className="form-row">
            <Field label="Job" error={errors['jobName']}>
              <Select
                value={job}
                onChange={setJob}
                choices={[
                  { value: 'all', label: 'All kinds' },
                  ...kinds.map(({ name: of, title }) => ({ value: of, label: title })),
                ]}
              />
            </Field>
            <Field label="Hotel" error={errors['hotelId']}>
              <Select
                value={hotel}
                onChange={setHotel}
                choices={[
                  { value: 'all', label: 'All hotels' },
                  ...hotels.map(({ id, name: of }) => ({ value: String(id), label: of })),
                ]}
              />
            </Field>
          </div>
          <Field
            label="E-mail addresses"
            hint="With commas between them."
            error={errors['emails'] ?? errors['emails.0']}
          >
            <input value={emails} onChange={(event) => setEmails(event.target.value)} autoComplete="off" />
          </Field>
          <Field label="Webhook (optional)" hint="An address that takes signed POSTs." error={errors['webhookUrl']}>
            <input type="url" value={url} onChange={(event) => setUrl(event.target.value)} />
          </Field>
          <Field
            label="Told again after hours (optional)"
            hint="While it fires. Left empty: told once."
            error={errors['remindHours']}
          >
            <input type="number" min={1} value={remind} onChange={(event) => setRemind(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
