import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import type { Expense } from './expense-form';

/** Says that an expense does not count, and why. It cannot be brought back. */
export function VoidExpense({ expense, onClose }: { expense: Expense; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    const params = { path: { id: expense.id } };
    await bodyOf(api.POST('/api/v1/expenses/{id}/void', { params, body: { reason: reason.trim() } }));
    await client.invalidateQueries({ queryKey: ['owners', 'listing', expense.listingId, 'expenses'] });
    tell.done(`${expense.description} does not count any more`);
  };
  return (
    <FormDialog
      title={`Void ${expense.description}?`}
      verb="Void it"
      keep="Keep it"
      danger
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            It does not count any more, and cannot be brought back. What a final statement has charged is given back on
            the next one.
          </p>
          <Field label="Why" error={errors['reason']}>
            <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
