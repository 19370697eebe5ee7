import { useQuery } from '@tanstack/react-query';
import { Field } from '../../kit/field';
import { customersQuery } from './quoting-query';
import styles from './quoting.module.css';

export interface RecipientDraft {
  /** 0: somebody who is no customer yet. */
  customer: number;
  name: string;
  company: string;
  email: string;
}

export const NOBODY: RecipientDraft = { customer: 0, name: '', company: '', email: '' };

/** Whom the quote is for, as the API takes it; undefined while something is missing. */
export function recipientOf({ customer, name, company, email }: RecipientDraft) {
  if (customer > 0) return { customerId: customer };
  if (!name.trim() || !email.trim()) return undefined;
  return { recipient: { name: name.trim(), email: email.trim(), company: company.trim() || null } };
}

export function RecipientFields({
  value,
  onChange,
  errors,
}: {
  value: RecipientDraft;
  onChange: (draft: RecipientDraft) => void;
  errors: Record<string, string>;
}) {
  const customers = useQuery(customersQuery).data?.customers ?? [];
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
    <div className={styles.fields}>
      <Field label="For" error={errors['customerId']}>
        <select
          className="native-select"
          value={value.customer}
          onChange={({ target }) => onChange({ ...value, customer: Number(target.value) })}
        >
          <option value={0}>Somebody new</option>
          {customers.map(({ id, name, company }) => (
            <option key={id} value={id}>
              {company ? `${company}, ${name}` : name}
            </option>
          ))}
        </select>
      </Field>
      {value.customer === 0 && (
        <>
          {input('name', 'Name', true)}
          {input('company', 'Company', false)}
          {input('email', 'E-mail', true)}
        </>
      )}
    </div>
  );
}
