import { useState } from 'react';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { dateIn } from '../../lib/time';

/** When they met outside of the calendar. */
export function MetForm({
  name,
  zone,
  onMet,
  onClose,
}: {
  name: string;
  zone: string;
  onMet: (on: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const today = dateIn(zone);
  const [on, setOn] = useState(today);
  return (
    <FormDialog title={`You met ${name}`} verb="Note it" ready={on !== ''} run={() => onMet(on)} onClose={onClose}>
      {(errors) => (
        <Field
          label="On"
          error={errors['on'] ?? errors['metOn']}
          hint="The last contact goes forward only: a day before the last known one changes nothing."
        >
          <input type="date" required max={today} value={on} onChange={(event) => setOn(event.target.value)} />
        </Field>
      )}
    </FormDialog>
  );
}
