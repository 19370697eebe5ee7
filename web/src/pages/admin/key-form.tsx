import { useState } from 'react';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Select } from '../../kit/select';
import { ROLE_WORDS, TENANT_ROLES, type TenantRole } from './member-columns';

const DAYS = { never: undefined, '30': 30, '90': 90, '365': 365 } as const;
type Life = keyof typeof DAYS;
const LIVES: { value: Life; label: string }[] = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: 'never', label: 'Until it is revoked' },
];

export function KeyForm({
  make,
  onClose,
}: {
  make: (body: { name: string; role: TenantRole; expiresAt?: string }) => Promise<void>;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<TenantRole>('MANAGER');
  const [life, setLife] = useState<Life>('90');
  const run = () => {
    const days = DAYS[life];
    const expiresAt = days && new Date(Date.now() + days * 86_400_000).toISOString();
    return make({ name: name.trim(), role, ...(expiresAt && { expiresAt }) });
  };
  return (
    <FormDialog title="Make a key" verb="Make the key" ready={name.trim() !== ''} run={run} onClose={onClose}>
      {(errors) => (
        <>
          <Field label="Name" hint="Which program uses it." error={errors['name']}>
            <input required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Role" hint={ROLE_WORDS[role]} error={errors['role']}>
            <Select value={role} onChange={setRole} choices={TENANT_ROLES.map((value) => ({ value, label: value }))} />
          </Field>
          <Field label="Works for" error={errors['expiresAt']}>
            <Select value={life} onChange={setLife} choices={LIVES} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
