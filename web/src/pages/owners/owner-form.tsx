import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import type { Owner } from '../../api/rentals';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { currenciesWith } from '../../lib/choices';

/** What is left empty is null for the API. */
const orNull = (text: string) => text.trim() || null;

/** A new owner, or another word about one. */
export function OwnerForm({ owner, onClose }: { owner?: Owner; onClose: () => void }) {
  const [name, setName] = useState(owner?.name ?? '');
  const [email, setEmail] = useState(owner?.email ?? '');
  const [address, setAddress] = useState(owner?.address ?? '');
  const [currency, setCurrency] = useState(owner?.currency ?? 'EUR');
  const [locale, setLocale] = useState(owner?.locale ?? 'en');
  const [payoutMethod, setPayoutMethod] = useState(owner?.payoutMethod ?? '');
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const run = async () => {
    const body = {
      name: name.trim(),
      ...{ email: orNull(email), address: orNull(address), payoutMethod: orNull(payoutMethod) },
      ...{ currency, locale: locale.trim() },
    };
    const { id } = await bodyOf(
      owner
        ? api.PATCH('/api/v1/owners/{id}', { params: { path: { id: owner.id } }, body })
        : api.POST('/api/v1/owners', { body }),
    );
    await client.invalidateQueries({ queryKey: ['owners'] });
    tell.done(owner ? `${body.name} is changed` : `${body.name} is added`);
    if (!owner) void navigate({ to: `/owners/${id}` });
  };
  return (
    <FormDialog
      title={owner ? `Change ${owner.name}` : 'New owner'}
      verb={owner ? 'Change it' : 'Add the owner'}
      ready={name.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors['name']}>
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="E-mail (optional)" hint="Statements are sent there" error={errors['email']}>
            <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
          <Field label="Address (optional)" error={errors['address']}>
            <textarea rows={3} value={address} onChange={(event) => setAddress(event.target.value)} />
          </Field>
          <div className="form-row">
            <Field label="Currency" hint="Fixed once something is agreed or paid in it" error={errors['currency']}>
              <TextChoice
                choices={currenciesWith(currency).map((code) => [code, code] as const)}
                value={currency}
                onChange={setCurrency}
              />
            </Field>
            <Field
              label="Language"
              hint="Of statements and of their numbers: en, de-AT, pt-PT"
              error={errors['locale']}
            >
              <input required maxLength={35} value={locale} onChange={(event) => setLocale(event.target.value)} />
            </Field>
          </div>
          <Field label="Paid by (optional)" hint="As its statements say it" error={errors['payoutMethod']}>
            <input value={payoutMethod} onChange={(event) => setPayoutMethod(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
