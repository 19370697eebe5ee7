import { useId } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import { AmountInput } from '../../kit/amount-field';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { TextChoice } from '../../kit/text-choice';
import styles from './catalogue.module.css';
import { asRow, NUMBER, type Row } from './values';

const COLUMNS = {
  bands: [
    ['minQuantity', 'From pieces'],
    ['discountPercent', 'Discount, %'],
  ],
  leadTimes: [
    ['name', 'Name'],
    ['days', 'Working days'],
    ['multiplier', 'Times the price'],
    ['minQuantity', 'From pieces'],
  ],
} as const;
const NEW = { bands: {}, leadTimes: { multiplier: '1', minQuantity: '1' } };

/** A short list that is changed as a whole: discounts by quantity, lead times. */
export function Rows({
  label,
  of,
  rows,
  errors,
  onChange,
}: {
  label: string;
  of: 'bands' | 'leadTimes';
  rows: Row[];
  errors: Record<string, string>;
  onChange: (rows: Row[]) => void;
}) {
  const group = useId();
  const error = Object.entries(errors).find(([path]) => path.startsWith(of))?.[1];
  return (
    <div className="field" role="group" aria-labelledby={group}>
      <span id={group}>{label}</span>
      {rows.map((row, n) => (
        <div key={row.key} className={styles.row}>
          {COLUMNS[of].map(([name, words]) => (
            <label key={name}>
              <span className="muted">
                {words}
                <span className="sr">, row {n + 1}</span>
              </span>
              <Input
                required={name !== 'minQuantity' || of === 'bands'}
                isText={name === 'name'}
                value={row[name] ?? ''}
                onChange={(next) => onChange(rows.map((one) => (one.key === row.key ? { ...one, [name]: next } : one)))}
              />
            </label>
          ))}
          <Button
            kind="quiet"
            icon={Trash2}
            aria-label={`Take row ${n + 1} of ${label.toLowerCase()} out`}
            onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
          />
        </div>
      ))}
      <span>
        <Button
          icon={Plus}
          aria-label={`Another row of ${label.toLowerCase()}`}
          onClick={() => onChange([...rows, asRow(NEW[of])])}
        >
          Another row
        </Button>
      </span>
      {error !== undefined && <span className="field-error">✕ {error}</span>}
    </div>
  );
}

function Input({
  isText,
  onChange,
  ...rest
}: {
  isText: boolean;
  required: boolean;
  value: string;
  onChange: (next: string) => void;
}) {
  if (isText) return <input {...rest} onChange={({ target }) => onChange(target.value)} />;
  return <AmountInput {...rest} rule={NUMBER} onChange={onChange} />;
}

const LIMITS = [
  ['minWall', 'Thinnest wall, mm'],
  ['minHole', 'Smallest hole, mm'],
  ['maxOverhang', 'Largest share of surface hanging over, 0 to 1'],
] as const;
const CAVITIES = [
  ['', 'Usual of its kind'],
  ['true', 'Made'],
  ['false', 'Refused'],
] as const;

/** What a process can make; what is left empty is what is usual of its kind. */
export function Limits({
  label,
  row,
  errors,
  onChange,
}: {
  label: string;
  row: Row;
  errors: Record<string, string>;
  onChange: (row: Row) => void;
}) {
  const set = (name: string, text: string) => onChange({ ...row, [name]: text });
  return (
    <fieldset className="field">
      <legend>{label} (left empty: what is usual of its kind)</legend>
      <div className="form-row">
        {LIMITS.map(([name, words]) => (
          <Field key={name} label={words} error={errors[`limits.${name}`]}>
            <AmountInput rule={NUMBER} value={row[name] ?? ''} onChange={(next) => set(name, next)} />
          </Field>
        ))}
        <Field label="Closed cavities" error={errors['limits.cavities']}>
          <TextChoice choices={CAVITIES} value={row['cavities'] ?? ''} onChange={(next) => set('cavities', next)} />
        </Field>
      </div>
    </fieldset>
  );
}
