import { Field } from './field';

/** Whom a quote or an order is for, as somebody types it. */
export interface RecipientDraft {
  name: string;
  company: string;
  /** In lines. */
  address: string;
  email: string;
}

/** As the API takes it; undefined while something is missing. */
export function recipientBody({ name, company, address, email }: RecipientDraft) {
  if (!name.trim() || !email.trim()) return undefined;
  return { name: name.trim(), email: email.trim(), company: company.trim() || null, address: address.trim() || null };
}

export function RecipientInputs<Draft extends RecipientDraft>({
  value,
  onChange,
  errors,
}: {
  value: Draft;
  onChange: (draft: Draft) => void;
  /** By path: `recipient.name`. */
  errors: Record<string, string>;
}) {
  const input = (name: 'name' | 'company' | 'email', label: string, required: boolean) => (
    <Field label={label} error={errors[`recipient.${name}`]}>
      <input
        type={name === 'email' ? 'email' : 'text'}
        maxLength={200}
        required={required}
        value={value[name]}
        onChange={({ target }) => onChange({ ...value, [name]: target.value })}
      />
    </Field>
  );
  return (
    <>
      {input('name', 'Name', true)}
      {input('company', 'Company', false)}
      <Field label="Address" hint="In lines, as on the invoice" error={errors['recipient.address']}>
        <textarea
          rows={3}
          maxLength={500}
          value={value.address}
          onChange={({ target }) => onChange({ ...value, address: target.value })}
        />
      </Field>
      {input('email', 'E-mail', true)}
    </>
  );
}
