import { useState } from 'react';
import { api, type Schema } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { type Folio, useRefresh, type Window } from './desk-query';

type Payer = Schema<'PayerRequest'>;

const FIELDS: { name: keyof Payer; label: string; max: number }[] = [
  { name: 'name', label: 'Name', max: 200 },
  { name: 'address', label: 'Street and number', max: 500 },
  { name: 'postalCode', label: 'Postal code', max: 20 },
  { name: 'city', label: 'City', max: 100 },
  { name: 'country', label: 'Country, two letters', max: 2 },
  { name: 'vatNumber', label: 'VAT number', max: 30 },
  { name: 'email', label: 'E-mail', max: 200 },
  { name: 'reference', label: 'Their reference', max: 100 },
];

/** Who pays a window: a new one, or a change of one that is there. */
export function PayerForm({ folio, window, onClose }: { folio: Folio; window?: Window; onClose: () => void }) {
  const [payer, setPayer] = useState<Partial<Record<keyof Payer, string>>>(() => ({ ...window?.payer }));
  const refresh = useRefresh();
  const tell = useTell();
  const run = async () => {
    const body = Object.fromEntries(
      Object.entries(payer)
        .map(([name, value]) => [name, value?.trim()])
        .filter(([, value]) => value),
    ) as unknown as Payer;
    if (window)
      await api.PATCH('/api/v1/folios/{id}/windows/{number}', {
        params: { path: { id: folio.id, number: window.number } },
        body,
      } as never);
    else await api.POST('/api/v1/folios/{id}/windows', { params: { path: { id: folio.id } }, body });
    await refresh();
    tell.done(window ? 'The payer is changed' : `There is a window for ${payer.name}`);
  };
  return (
    <FormDialog
      title={window ? `Who pays window ${window.number}` : 'Window for another payer'}
      verb={window ? 'Save' : 'Add'}
      ready={Boolean(payer.name?.trim())}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <div className="form-row">
          {FIELDS.map(({ name, label, max }) => (
            <Field key={name} label={label} error={errors[name]}>
              <input
                maxLength={max}
                required={name === 'name'}
                type={name === 'email' ? 'email' : 'text'}
                value={payer[name] ?? ''}
                onChange={(event) => setPayer({ ...payer, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      )}
    </FormDialog>
  );
}
