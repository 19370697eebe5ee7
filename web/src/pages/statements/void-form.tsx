import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { adjustmentsQuery, paymentsQuery, type Statement } from './statements-query';

/** Why a statement cannot be taken back as it is, and what comes first. */
function hindranceOf({ goesOnTo }: Statement, paid: readonly { amount: string }[]): string | undefined {
  if (goesOnTo) return `Statement ${goesOnTo.number} goes on from this one: void that first.`;
  if (paid.length === 0) return undefined;
  return 'Something was paid for it, so that the new version would be paid once more. If it came back, or was noted by mistake, take the payment back first; what else is wrong is corrected on the next statement.';
}

/** Takes a statement back: what follows, and why it is done. */
export function VoidForm({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const { id, number, state, stays } = statement;
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const take = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/v1/statements/{id}/void', { params: { path: { id } }, body: { reason } })),
    onSuccess: async () => {
      onClose();
      tell.done(`${number} is void`);
      await client.invalidateQueries({ queryKey: ['statements'] });
    },
  });
  const paid = useQuery(paymentsQuery(statement)).data?.payouts ?? [];
  const adjusted = useQuery(adjustmentsQuery(id)).data?.total ?? 0;
  const hindrance = hindranceOf(statement, paid);
  if (hindrance)
    return (
      <div className="form">
        <p>{hindrance}</p>
        <div className="dialog-actions">
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </div>
    );
  const told = state === 'sent' || state === 'paid';
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate();
      }}
    >
      <p>
        It does not count any more, and cannot be brought back. Its {countOf(stays.length, 'stay')} can be stated again,
        on a new version with this number.
        {adjusted > 0 && ` What was set on it by hand (${adjusted}) is on that again, where it can be removed.`}
        {told && ' The owner has it already, and keeps what was sent.'}
      </p>
      <Field label="Why" error={take.error instanceof ApiError ? take.error.fields['reason'] : undefined}>
        <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {take.error && <ErrorView error={take.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" type="submit" disabled={reason.trim() === ''} busy={take.isPending}>
          Void it
        </Button>
      </div>
    </form>
  );
}
