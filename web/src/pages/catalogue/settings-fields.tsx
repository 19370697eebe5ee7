import { Field } from '../../kit/field';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { TextChoice } from '../../kit/text-choice';
import { currenciesWith, zonesWith } from '../../lib/choices';
import { dateIn } from '../../lib/time';
import styles from './catalogue.module.css';
import type { Draft } from './settings-draft';
import { ClosedDays, WorkingDays } from './working-times';

interface Props {
  draft: Draft;
  errors: Record<string, string>;
  onChange: (some: Partial<Draft>) => void;
}

/** How the workshop presents itself. */
export function ShopFields({ draft, errors, onChange }: Props) {
  return (
    <Section title="The workshop">
      <div className="card form">
        <Field label="Name" hint="Heads every quote and invoice" error={errors['shopName']}>
          <input
            required
            maxLength={200}
            value={draft.shopName}
            onChange={(event) => onChange({ shopName: event.target.value })}
          />
        </Field>
        <Field label="Address (optional)" error={errors['shopAddress']}>
          <textarea
            rows={3}
            maxLength={500}
            value={draft.shopAddress}
            onChange={(event) => onChange({ shopAddress: event.target.value })}
          />
        </Field>
        <Field
          label="E-mail (optional)"
          hint="It is told when a customer accepts or declines; on the page of a quote its customer sees it as whom to ask"
          error={errors['shopEmail']}
        >
          <input
            type="email"
            maxLength={254}
            value={draft.shopEmail}
            onChange={(event) => onChange({ shopEmail: event.target.value })}
          />
        </Field>
        <Field label="Terms (optional)" hint="Printed on every quote and invoice" error={errors['terms']}>
          <textarea
            rows={5}
            maxLength={4_000}
            value={draft.terms}
            onChange={(event) => onChange({ terms: event.target.value })}
          />
        </Field>
      </div>
    </Section>
  );
}

/** Currency, tax, how long quotes hold, when invoices are due. */
export function MoneyFields({ draft, errors, onChange }: Props) {
  return (
    <Section title="Money, and how long a quote holds">
      <div className="card form">
        <div className="form-row">
          <Field label="Currency" hint="Of all prices; fixed once something has one" error={errors['currency']}>
            <select
              className="native-select"
              value={draft.currency}
              onChange={(event) => onChange({ currency: event.target.value })}
            >
              {currenciesWith(draft.currency).map((currency) => (
                <option key={currency}>{currency}</option>
              ))}
            </select>
          </Field>
          <Field label="Tax is rounded" error={errors['taxPolicy']}>
            <TextChoice
              choices={[
                ['per_order', 'Once, of the whole'],
                ['per_line', 'For each line'],
              ]}
              value={draft.taxPolicy}
              onChange={(taxPolicy) => onChange({ taxPolicy })}
            />
          </Field>
        </div>
        <div className="form-row">
          <Field
            label="A quote is valid for"
            hint="Days; the day it is sent on is day 0"
            error={errors['validityDays']}
          >
            <input
              type="number"
              required
              min={1}
              max={365}
              value={draft.validityDays}
              onChange={(event) => onChange({ validityDays: event.target.value })}
            />
          </Field>
          <Field
            label="An invoice is due after (optional)"
            hint="Days; left empty, invoices name no day"
            error={errors['paymentDays']}
          >
            <input
              type="number"
              min={0}
              max={365}
              value={draft.paymentDays}
              onChange={(event) => onChange({ paymentDays: event.target.value })}
            />
          </Field>
        </div>
        <p className="muted">
          The rate of tax, the least order and lead times are those of the{' '}
          <Link to="/catalogue" search={{ of: 'price-books' }} className={styles.link}>
            price books
          </Link>
          .
        </p>
      </div>
    </Section>
  );
}

const PREFIXES = [
  ['quotePrefix', 'Quotes'],
  ['orderPrefix', 'Orders'],
  ['invoicePrefix', 'Invoices'],
] as const;

/** What numbers begin with. */
export function NumberFields({ draft, errors, onChange }: Props) {
  const year = dateIn(draft.timezone).slice(0, 4);
  return (
    <Section title="Numbers">
      <div className="card form">
        <div className="form-row">
          {PREFIXES.map(([name, label]) => (
            <Field
              key={name}
              label={`${label} begin with`}
              hint={`As ${draft[name] || '…'}-${year}-0001`}
              error={errors[name]}
            >
              <input
                required
                maxLength={10}
                pattern="[A-Z0-9]{1,10}"
                title="1 to 10 of A-Z and 0-9"
                autoCapitalize="characters"
                value={draft[name]}
                onChange={(event) => onChange({ [name]: event.target.value.toUpperCase() })}
              />
            </Field>
          ))}
        </div>
        <p className="muted">
          Each series counts from 1 every year and has no gaps; the three must differ. What has a number keeps it.
        </p>
      </div>
    </Section>
  );
}

/** The clock of the workshop, and on which days it works. */
export function TimeFields({ draft, errors, onChange }: Props) {
  const closed = Object.entries(errors).find(([path]) => path.startsWith('closedDays'))?.[1];
  return (
    <Section title="When the workshop works">
      <div className="card form">
        <Field label="Time zone" hint="Its midnight ends the last day of a quote" error={errors['timezone']}>
          <select
            className="native-select"
            value={draft.timezone}
            onChange={(event) => onChange({ timezone: event.target.value })}
          >
            {zonesWith(draft.timezone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <WorkingDays
          days={draft.workingDays}
          error={errors['workingDays']}
          onChange={(workingDays) => onChange({ workingDays })}
        />
        <ClosedDays
          days={draft.closedDays}
          zone={draft.timezone}
          error={closed}
          onChange={(closedDays) => onChange({ closedDays })}
        />
      </div>
    </Section>
  );
}
