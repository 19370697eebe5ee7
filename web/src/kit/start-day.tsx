import { ChevronLeft, ChevronRight } from 'lucide-react';
import { addDays } from '../lib/time';
import { useShortcut } from '../shell/keys';
import { Button } from './button';

/** Days of a step: four weeks, so that the days of the week stay in their places. */
const STEP = 28;

/** Where a view of many days begins, four weeks a step; `[` and `]` go there too. */
export function StartDay({
  value,
  today,
  label,
  onChange,
}: {
  value: string;
  today: string;
  label: string;
  onChange: (date: string) => void;
}) {
  useShortcut('[', 'Four weeks before', () => onChange(addDays(value, -STEP)));
  useShortcut(']', 'Four weeks after', () => onChange(addDays(value, STEP)));
  return (
    <span className="row" style={{ flexWrap: 'nowrap' }}>
      <Button icon={ChevronLeft} aria-label="Four weeks before" onClick={() => onChange(addDays(value, -STEP))} />
      <input
        type="date"
        className="date"
        aria-label={label}
        value={value}
        onChange={({ target }) => target.value && onChange(target.value)}
      />
      <Button icon={ChevronRight} aria-label="Four weeks after" onClick={() => onChange(addDays(value, STEP))} />
      {value !== today && (
        <Button kind="quiet" onClick={() => onChange(today)}>
          Today
        </Button>
      )}
    </span>
  );
}
