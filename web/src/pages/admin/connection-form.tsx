import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';

type Provider = Schema<'CreateConnectionRequest'>['provider'];

const PROVIDERS = [
  ['hostify', 'Hostify'],
  ['guesty', 'Guesty'],
] as const satisfies readonly (readonly [Provider, string])[];
const NIGHTLY = '30 2 * * *';

/** Another account at a provider of stays. Its key is kept encrypted and shown to nobody again. */
export function ConnectionForm({ onClose }: { onClose: () => void }) {
  const [provider, setProvider] = useState<Provider>('hostify');
  const [name, setName] = useState('');
  const [apiKey, setKey] = useState('');
  const [clientId, setClient] = useState('');
  const [cron, setCron] = useState(NIGHTLY);
  const client = useQueryClient();
  const tell = useTell();
  const twoParts = provider === 'guesty';
  const run = async () => {
    const body = {
      ...{ provider, apiKey: apiKey.trim(), active: true, cron: cron.trim() },
      ...(name.trim() && { name: name.trim() }),
      ...(twoParts && { clientId: clientId.trim() }),
    };
    const made = await bodyOf(api.POST('/api/v1/connections', { body }));
    await client.invalidateQueries({ queryKey: ['admin', 'connections'] });
    tell.done(`${made.name} is connected`, 'Test it: whether the provider takes the key is not known yet.');
  };
  return (
    <FormDialog
      title="Connect an account"
      verb="Connect it"
      ready={apiKey.trim() !== '' && cron.trim() !== '' && (!twoParts || clientId.trim() !== '')}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Provider" error={errors['provider']}>
            <TextChoice choices={PROVIDERS} value={provider} onChange={setProvider} />
          </Field>
          <Field
            label="Name (optional)"
            hint="Its stays are told by it, and it cannot be changed: 1 to 40 of a-z, 0-9 and -. Left empty: the provider's."
            error={errors['name']}
          >
            <input maxLength={40} value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
          {twoParts && (
            <Field label="Client id" error={errors['clientId']}>
              <input required value={clientId} onChange={(event) => setClient(event.target.value)} autoComplete="off" />
            </Field>
          )}
          <Field
            label={twoParts ? 'Client secret' : 'API key'}
            hint="Kept encrypted, and never shown again."
            error={errors['apiKey']}
          >
            <input
              type="password"
              required
              value={apiKey}
              onChange={(event) => setKey(event.target.value)}
              autoComplete="off"
            />
          </Field>
          <Field
            label="Read at"
            hint="Five fields of cron, in the zone of the statements; 30 2 * * * is half past two every night."
            error={errors['cron']}
          >
            <input required value={cron} onChange={(event) => setCron(event.target.value)} autoComplete="off" />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
