import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { recipientsOf } from './recipients';
import { useSendQuestion } from './send-question';
import type { Statement } from './statements-query';

/** The steps of one statement. What can be taken back is done at once; what cannot is asked first, with what follows. */
export function useStatementActions(statement: Statement) {
  const { id, number, ownerName, closing, payable, currency } = statement;
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const askToSend = useSendQuestion();
  const locale = useLocale();
  const params = { path: { id } };
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['statements'] }),
      client.invalidateQueries({ queryKey: ['who-did'] }),
    ]);
  const step = async (work: () => Promise<unknown>, failed: string): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      tell.failed(error, failed);
      return false;
    } finally {
      await refresh();
    }
  };
  const toReview = () =>
    step(() => api.POST('/api/v1/statements/{id}/review', { params }), 'It could not be put to review');
  const toDraft = () =>
    step(() => api.POST('/api/v1/statements/{id}/reopen', { params }), 'It could not be made a draft again');
  return {
    /** A draft is as it was calculated: what came since, as stays of a file, is in it after this. */
    async again() {
      const { ownerId, listingId, from, to, calculationType } = statement;
      const body = {
        ...{ ownerId, startDate: from, endDate: to, notify: false },
        ...(listingId === null
          ? { grouping: 'owner' as const }
          : { grouping: 'listing' as const, propertyId: listingId }),
        // Another way to count would make another statement of the same days.
        ...(calculationType && { calculationType }),
      };
      const made = () => bodyOf(api.POST('/api/v1/statements/generate', { body }));
      let answer: Awaited<ReturnType<typeof made>> | undefined;
      if (!(await step(async () => void (answer = await made()), 'It could not be calculated'))) return;
      const mine =
        answer && 'statements' in answer ? answer.statements.find((one) => one.statementId === id) : undefined;
      tell.done(mine?.reason === 'unchanged' ? 'Nothing has changed since' : `${number} is calculated again`);
    },
    async review() {
      if (await toReview()) tell.undo(`${number} is in review`, async () => void (await toDraft()));
    },
    async reopen() {
      if (await toDraft()) tell.undo(`${number} is a draft again`, async () => void (await toReview()));
    },
    async finalise() {
      const yes = await confirm({
        title: `Make ${number} final?`,
        consequence: `It closes at ${moneyText(closing, currency, locale)}, of which ${moneyText(payable, currency, locale)} is payable. Its numbers never change again: what changes later is adjusted on the next statement of ${ownerName}. A final statement can only be voided.`,
        verb: 'Make it final',
        danger: false,
        keep: 'Keep it open',
      });
      if (!yes) return;
      const done = await step(
        () => bodyOf(api.POST('/api/v1/statements/{id}/finalize', { params })),
        'It could not be made final',
      );
      if (done) tell.done(`${number} is final`);
    },
    async send() {
      try {
        const { ownerId } = statement;
        const owner = await bodyOf(api.GET('/api/v1/owners/{id}', { params: { path: { id: ownerId } } }));
        if (!(await askToSend(recipientsOf([statement], [owner]), `Send ${number} to ${owner.name}?`))) return;
      } catch (error) {
        tell.failed(error, 'It could not be sent');
        return;
      }
      const done = await step(
        () => bodyOf(api.POST('/api/v1/statements/{id}/send', { params, body: {} })),
        'It could not be sent',
      );
      if (done) tell.done(`${number} is on its way`, 'The log below says when the mail server has taken it.');
    },
  };
}
