import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { ownersQuery } from '../../api/rentals';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { recipientsOf } from './recipients';
import { useSendQuestion } from './send-question';
import type { StatementRow } from './statements-query';

/** Above so many, the number is typed first. */
const MANY = 100;

/** What is done with several statements at once: asks first, tells what came of it. */
export function useManyActions(onDone: () => void) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const askToSend = useSendQuestion();
  /** How many have been tried while they are made final one after the other. */
  const [tried, setTried] = useState<number>();
  const busy = tried !== undefined;
  useEffect(() => {
    if (!busy) return;
    // The browser asks before the page that does it is closed.
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [busy]);
  const sure = (count: number, consequence: string, verb: string) =>
    confirm({
      title: `${verb} ${countOf(count, 'statement')}?`,
      consequence,
      verb: `${verb} ${count}`,
      danger: false,
      ...(count > MANY && { type: String(count) }),
    });
  return {
    tried,
    async finalise(rows: readonly StatementRow[]) {
      const words =
        'From then on their numbers never change: what changes later is adjusted on the next statement. A final statement can only be voided.';
      if (!(await sure(rows.length, words, 'Finalise'))) return;
      const errors: unknown[] = [];
      // One after the other: earlier ones of an owner come first.
      for (const [n, { id }] of rows.toSorted((one, other) => one.from.localeCompare(other.from)).entries()) {
        setTried(n);
        await api
          .POST('/api/v1/statements/{id}/finalize', { params: { path: { id } } })
          .catch((error: unknown) => errors.push(error));
      }
      setTried(undefined);
      await client.invalidateQueries({ queryKey: ['statements'] });
      onDone();
      const done = rows.length - errors.length;
      if (done > 0) tell.done(`${countOf(done, 'statement')} made final`);
      if (errors.length > 0)
        tell.failed(errors[0], `${errors.length} of ${countOf(rows.length, 'statement')} could not be made final`);
    },
    async send(rows: readonly StatementRow[]) {
      try {
        // As they are now: somebody may just have set an address.
        const owners = await client.fetchQuery({ ...ownersQuery, staleTime: 0 });
        const to = recipientsOf(rows, owners);
        if (!(await askToSend(to, `Send ${countOf(to.statements, 'statement')}?`))) return;
        const reached = new Set(to.recipients.map(({ ownerId }) => ownerId));
        const body = { statementIds: rows.filter(({ ownerId }) => reached.has(ownerId)).map(({ id }) => id) };
        await bodyOf(api.POST('/api/v1/statements/send', { body }));
        tell.done(
          `${countOf(to.statements, 'statement')} on the way`,
          'The log of each statement says what became of it.',
        );
        onDone();
      } catch (error) {
        tell.failed(error, 'The statements could not be sent');
      }
      await client.invalidateQueries({ queryKey: ['statements'] });
    },
  };
}
