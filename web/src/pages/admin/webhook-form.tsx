import { useState } from 'react';
import { useHotels } from '../../api/hotels';
import { useKindTitles } from '../../api/job-kinds';
import { Facet } from '../../kit/facet';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Select } from '../../kit/select';
import { EVENTS, type Webhook } from './webhooks-query';

export interface WebhookBody {
  url: string;
  events: (typeof EVENTS)[number][];
  jobNames: string[] | null;
  hotelId: number | null;
  description: string | null;
}

const EVENT_WORDS: Record<string, string> = {
  'job.completed': 'A job is done',
  'job.failed': 'A job has failed for good',
  'job.cancelled': 'A job was cancelled',
};

/** Makes a webhook, or changes one. */
export function WebhookForm({
  webhook,
  save,
  onClose,
}: {
  webhook?: Webhook;
  save: (body: WebhookBody) => Promise<unknown>;
  onClose: () => void;
}) {
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? ['job.failed']);
  const [kinds, setKinds] = useState<readonly string[]>(webhook?.jobNames ?? []);
  const [hotel, setHotel] = useState(webhook?.hotelId ? String(webhook.hotelId) : 'all');
  const hotels = useHotels();
  // Of deliveries no webhook is told.
  const titles = useKindTitles().filter(({ name }) => name !== 'webhook-delivery');
  const run = () =>
    save({
      url: url.trim(),
      events: EVENTS.filter((one) => events.includes(one)),
      jobNames: kinds.length > 0 ? [...kinds] : null,
      hotelId: hotel === 'all' ? null : Number(hotel),
      description: description.trim() || null,
    });
  return (
    <FormDialog
      title={webhook ? 'Change the webhook' : 'Make a webhook'}
      verb={webhook ? 'Change it' : 'Make the webhook'}
      ready={url.trim() !== '' && events.length > 0}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Address" hint="A public http or https address that takes signed POSTs." error={errors['url']}>
            <input type="url" required value={url} onChange={(event) => setUrl(event.target.value)} />
          </Field>
          <Field label="Description (optional)" error={errors['description']}>
            <input maxLength={200} value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
          <fieldset className="field">
            <legend>Told when</legend>
            {EVENTS.map((one) => (
              <label key={one} className="row">
                <input
                  type="checkbox"
                  checked={events.includes(one)}
                  onChange={({ target }) =>
                    setEvents(target.checked ? [...events, one] : events.filter((other) => other !== one))
                  }
                />
                {EVENT_WORDS[one]}
              </label>
            ))}
          </fieldset>
          <fieldset className="field">
            <legend>Kinds of jobs (optional)</legend>
            <Facet
              label="Kinds"
              value={kinds}
              onChange={setKinds}
              choices={titles.map(({ name, title }) => ({ value: name, label: title, text: `${title} ${name}` }))}
            />
            <span className="muted">None chosen: all of them.</span>
            {errors['jobNames'] && (
              <span className="field-error">
                ✕ <bdi>{errors['jobNames']}</bdi>
              </span>
            )}
          </fieldset>
          <Field label="Hotel" error={errors['hotelId']}>
            <Select
              value={hotel}
              onChange={setHotel}
              choices={[
                { value: 'all', label: 'All hotels' },
                ...hotels.map(({ id, name }) => ({ value: String(id), label: name })),
              ]}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
