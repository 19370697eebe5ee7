import type { SelectHTMLAttributes } from 'react';

/** One of some words, in the browser's own list; `choices` are values and what is shown for them. */
export function TextChoice<V extends string>({
  choices,
  value,
  onChange,
  none,
  ...rest
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value' | 'children'> & {
  choices: readonly (readonly [V, string])[];
  value: V | '';
  onChange: (value: V) => void;
  /** What is shown while none is chosen. */
  none?: string;
}) {
  return (
    <select {...rest} className="native-select" value={value} onChange={(event) => onChange(event.target.value as V)}>
      {none !== undefined && <option value="">{none}</option>}
      {choices.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}
