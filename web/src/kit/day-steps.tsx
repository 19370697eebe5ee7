import { ChevronLeft, ChevronRight } from 'lucide-react';
import { addDays } from '../lib/time';
import { useShortcut } from '../shell/keys';
import { Button } from './button';

/** A calendar date and the ways to the ones beside it; `[` and `]` go there too. */
export function DaySteps({
  value,
  own,
  ownLabel,
  onChange,
}: {
  value: string;
  /** The day that is shown when none is chosen. */
  own: string;
  ownLabel: string;
  /** An empty text is that day. */
  onChange: (value: string) => void;
}) {
  const go = (date: string) => onChange(date === own ? '' : date);
  useShortcut('[', 'Day before', () => go(addDays(value, -1)));
  useShortcut(']', 'Day after', () => go(addDays(value, 1)));
  return (
    <span className="row" style={{ flexWrap: 'nowrap' }}>
      <Button icon={ChevronLeft} aria-label="Day before" onClick={() => go(addDays(value, -1))} />
      <input
        type="date"
        className="date"
        aria-label="Day"
        value={value}
        onChange={(event) => event.target.value && go(event.target.value)}
      />
      <Button icon={ChevronRight} aria-label="Day after" onClick={() => go(addDays(value, 1))} />
      {value !== own && (
        <Button kind="quiet" onClick={() => onChange('')}>
          {ownLabel}
        </Button>
      )}
    </span>
  );
}
