import { type InputHTMLAttributes, type ReactNode, useEffect, useRef, useState } from 'react';
import { type AmountRule, readAmount } from '../lib/typed-amount';
import { Field } from './field';

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  rule?: AmountRule;
  /** As it was typed; `readAmount` gives what is sent of it. */
  value: string;
  onChange: (text: string) => void;
};

/** An amount, or another decimal number, as people type it. A form with one that cannot be read is not sent; the browser says why. */
export function AmountInput({ rule, value, onChange, ...rest }: InputProps) {
  const input = useRef<HTMLInputElement>(null);
  const problem = readAmount(value, rule).problem ?? '';
  useEffect(() => input.current?.setCustomValidity(problem), [problem]);
  return (
    <input
      {...rest}
      ref={input}
      // Keys of decimals have no minus on some phones.
      inputMode={rule?.negative ? 'text' : 'decimal'}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** The same with its label; what is wrong with it stands below as soon as somebody has left it. */
export function AmountField({
  label,
  hint,
  error,
  ...input
}: InputProps & { label: ReactNode; hint?: ReactNode; error?: string | undefined }) {
  const [left, setLeft] = useState(false);
  const problem = left ? readAmount(input.value, input.rule).problem : undefined;
  return (
    <Field label={label} hint={hint} error={problem ?? error}>
      <AmountInput {...input} onBlur={() => setLeft(true)} />
    </Field>
  );
}
