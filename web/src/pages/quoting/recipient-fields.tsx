import { useQuery } from '@tanstack/react-query';
import { Field } from '../../kit/field';
import { recipientBody, type RecipientDraft as Typed, RecipientInputs } from '../../kit/recipient-inputs';
import { customersQuery, type Quote } from './quoting-query';
import styles from './quoting.module.css';

type Level = Quote['level'];

export interface RecipientDraft extends Typed {
  /** 0: somebody who is no customer yet. */
  customer: number;
  /** Price level; empty: the customer's, else standard. */
  level: Level | '';
  /** Shown to the customer. */
  note: string;
}

export const NOBODY: RecipientDraft = {
  ...{ customer: 0, name: '', company: '', address: '', email: '' },
  ...{ level: '', note: '' },
};

const LEVELS: Level[] = ['standard', 'preferred', 'partner'];

/** Whom the quote is for, with level and note, as the API takes it; undefined while something is missing. */
export function recipientOf({ customer, level, note, ...typed }: RecipientDraft) {
  const rest = { ...(level && { level }), note: note.trim() || null };
  if (customer > 0) return { customerId: customer, ...rest };
  const recipient = recipientBody(typed);
  return recipient && { recipient, ...rest };
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
  const customers = useQuery(customersQuery).data ?? [];
  return (
    <div className={styles.fields}>
      <Field label="For" error={errors['customerId']}>
        <select
          className="native-select"
          value={value.customer}
          // A level is chosen for somebody: whoever is named instead has the own one.
          onChange={({ target }) => onChange({ ...value, customer: Number(target.value), level: '' })}
        >
          <option value={0}>Somebody new</option>
          {value.customer > 0 && !customers.some(({ id }) => id === value.customer) && (
            <option value={value.customer}>{value.company ? `${value.company}, ${value.name}` : value.name}</option>
          )}
          {customers.map(({ id, name, company }) => (
            <option key={id} value={id}>
              {company ? `${company}, ${name}` : name}
            </option>
          ))}
        </select>
      </Field>
      {value.customer === 0 && <RecipientInputs value={value} onChange={onChange} errors={errors} />}
      <Field label="Price level" error={errors['level']}>
        <select
          className="native-select"
          value={value.level}
          onChange={({ target }) => onChange({ ...value, level: target.value as Level | '' })}
        >
          <option value="">{value.customer > 0 ? "The customer's" : 'standard, as for anybody'}</option>
          {LEVELS.map((level) => (
            <option key={level}>{level}</option>
          ))}
        </select>
      </Field>
      <Field label="Note" hint="The customer reads it" error={errors['note']}>
        <textarea
          rows={3}
          maxLength={2000}
          value={value.note}
          onChange={({ target }) => onChange({ ...value, note: target.value })}
        />
      </Field>
    </div>
  );
}
