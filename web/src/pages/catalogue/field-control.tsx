import { useId } from 'react';
import { useQuery } from '@tanstack/react-query';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { TextChoice } from '../../kit/text-choice';
import { processesQuery } from './catalogue-query';
import type { CatalogueField } from './fields';
import { Limits, Rows } from './rows';
import { NUMBER, type Row, type Value } from './values';

/** The control of one field of the catalogue. */
export function FieldControl({
  field,
  value,
  currency,
  errors,
  onChange,
}: {
  field: CatalogueField;
  value: Value;
  currency: string;
  errors: Record<string, string>;
  onChange: (value: Value) => void;
}) {
  const { name, label, hint, control, choices = [], needed, unit } = field;
  const processes =
    useQuery({ ...processesQuery, enabled: control === 'process' || control === 'processes' }).data ?? [];
  const group = useId();
  const text = typeof value === 'string' ? value : '';
  const full = [label, control === 'money' ? currency : unit].filter(Boolean).join(', ');
  const error = errors[name];
  const title = needed || control === 'choice' ? full : `${full} (optional)`;
  switch (control) {
    case 'check':
      return (
        <label className="row">
          <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
          {label}
        </label>
      );
    case 'bands':
    case 'leadTimes':
      return <Rows label={label} of={control} rows={value as Row[]} errors={errors} onChange={onChange} />;
    case 'limits':
      return <Limits label={label} row={(value as Row[])[0]!} errors={errors} onChange={(row) => onChange([row])} />;
    case 'processes':
      return (
        <div className="field" role="group" aria-labelledby={group}>
          <span id={group}>
            {label} <span className="muted">{hint}</span>
          </span>
          {processes.map(({ code, name: own }) => (
            <label key={code} className="row">
              <input
                type="checkbox"
                checked={(value as string[]).includes(code)}
                onChange={({ target }) =>
                  onChange(
                    target.checked ? [...(value as string[]), code] : (value as string[]).filter((one) => one !== code),
                  )
                }
              />
              <bdi>{own}</bdi>
            </label>
          ))}
          {error !== undefined && <span className="field-error">✕ {error}</span>}
        </div>
      );
    case 'choice':
    case 'process':
      return (
        <Field label={full} hint={hint} error={error}>
          <TextChoice
            required={needed}
            none={control === 'process' ? 'Choose a process' : undefined}
            choices={control === 'process' ? processes.map(({ id, name: own }) => [String(id), own] as const) : choices}
            value={text}
            onChange={onChange}
          />
        </Field>
      );
    case 'lines':
      return (
        <Field label={title} hint={hint} error={error}>
          <textarea rows={3} maxLength={500} value={text} onChange={(event) => onChange(event.target.value)} />
        </Field>
      );
    case 'decimal':
    case 'money':
      return (
        <AmountField
          label={title}
          hint={hint}
          error={error}
          rule={control === 'money' ? { currency } : NUMBER}
          required={needed}
          value={text}
          onChange={onChange}
        />
      );
    default:
      return (
        <Field label={title} hint={hint} error={error}>
          <input
            type={control === 'date' || control === 'email' ? control : 'text'}
            required={needed}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      );
  }
}
