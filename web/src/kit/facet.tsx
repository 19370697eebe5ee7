import { useState, type ReactNode } from 'react';
import { Popover } from '@base-ui/react/popover';
import { ChevronDown } from 'lucide-react';
import { countText } from '../lib/money';

export interface FacetChoice {
  value: string;
  label: ReactNode;
  /** For the filter above a long list. */
  text?: string;
  /** How many rows it would show. */
  count?: number;
  /** There are more than `count`. */
  more?: boolean;
}

/** A filter of several choices, with how many rows each has. `single` allows one at a time. */
export function Facet({
  label,
  choices,
  value,
  onChange,
  single = false,
}: {
  label: string;
  choices: readonly FacetChoice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  single?: boolean;
}) {
  const [filter, setFilter] = useState('');
  const shown = choices.filter((choice) => (choice.text ?? choice.value).toLowerCase().includes(filter.toLowerCase()));
  const toggle = (one: string) => {
    if (value.includes(one)) return onChange(value.filter((other) => other !== one));
    onChange(single ? [one] : [...value, one]);
  };
  return (
    <Popover.Root onOpenChange={() => setFilter('')}>
      <Popover.Trigger className={`button button-plain facet${value.length > 0 ? ' facet-on' : ''}`}>
        {label}
        {value.length > 0 && (
          <span className="facet-value">{value.length === 1 ? nameOf(choices, value[0]!) : value.length}</span>
        )}
        <ChevronDown size={14} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="layer">
          <Popover.Popup className="popup facet-popup" aria-label={label}>
            {choices.length > 8 && (
              <input
                type="search"
                aria-label={`Find in ${label}`}
                placeholder="Find"
                value={filter}
                onChange={(event) => setFilter(event.target.value)}
              />
            )}
            <div className="facet-list">
              {shown.map((choice) => (
                <label key={choice.value} className="popup-item">
                  <input
                    type={single ? 'radio' : 'checkbox'}
                    checked={value.includes(choice.value)}
                    onChange={() => toggle(choice.value)}
                    onClick={() => single && value.includes(choice.value) && onChange([])}
                  />
                  <span className="facet-label">{choice.label}</span>
                  {choice.count !== undefined && (
                    <span className="num muted">
                      {countText(choice.count)}
                      {choice.more && '+'}
                    </span>
                  )}
                </label>
              ))}
              {shown.length === 0 && <p className="muted facet-none">Nothing matches</p>}
            </div>
            {value.length > 0 && (
              <button type="button" className="popup-item popup-apart" onClick={() => onChange([])}>
                Clear
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function nameOf(choices: readonly FacetChoice[], value: string): ReactNode {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
