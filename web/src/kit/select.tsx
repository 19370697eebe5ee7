import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';

export interface Choice<V extends string> {
  value: V;
  label: string;
}

/** One of a few choices. */
export function Select<V extends string>({
  label,
  id,
  'aria-describedby': describedBy,
  'aria-invalid': invalid,
  value,
  onChange,
  choices,
  disabled,
}: {
  /** For screen readers, where no label is seen; inside a `<Field>` it is left out. */
  label?: string;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  value: V;
  onChange: (value: V) => void;
  choices: readonly Choice<V>[];
  disabled?: boolean;
}) {
  return (
    <Base.Root
      items={choices as Choice<V>[]}
      value={value}
      disabled={disabled}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        className="button button-plain select"
      >
        <Base.Value className="select-value" />
        <ChevronDown size={14} aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="layer">
          <Base.Popup className="popup">
            <Base.List>
              {choices.map((choice) => (
                <Base.Item key={choice.value} value={choice.value} className="popup-item">
                  <span className="popup-tick">
                    <Base.ItemIndicator>
                      <Check size={14} aria-hidden />
                    </Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{choice.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
