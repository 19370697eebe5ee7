import { useState } from 'react';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { addDays, dateIn } from '../../lib/time';

/** Until when somebody is put off; days are those of the user's zone. */
export function SnoozeForm({
  name,
  zone,
  onSnooze,
  onClose,
}: {
  name: string;
  zone: string;
  onSnooze: (until: string) => Promise<void>;
  onClose: () => void;
}) {
  const today = dateIn(zone);
  const [until, setUntil] = useState(addDays(today, 14));
  return (
    <FormDialog
      title={`Put ${name} off`}
      verb="Put off"
      ready={until > today}
      run={() => onSnooze(until)}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="No suggestion before" error={errors['until']}>
            <input
              type="date"
              required
              min={addDays(today, 1)}
              max={addDays(today, 366)}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </Field>
          <div className="row">
            {[
              ['A week', 7],
              ['Two weeks', 14],
              ['A month', 30],
              ['Three months', 91],
            ].map(([label, days]) => (
              <Button key={label} kind="quiet" onClick={() => setUntil(addDays(today, Number(days)))}>
                {label}
              </Button>
            ))}
          </div>
        </>
      )}
    </FormDialog>
  );
}
