import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import type { Owner } from '../../api/rentals';
import { useTell } from '../../kit/toast';

/** Takes an opening balance back, to enter it otherwise; the server refuses it once a statement is final. */
export function useTakeBackOpening(owner: Owner) {
  const client = useQueryClient();
  const tell = useTell();
  const params = { path: { id: owner.id } };
  const refresh = () => client.invalidateQueries({ queryKey: ['owners', 'one', owner.id, 'balance'] });
  return async ({ id, listingId, amount, date, note }: Schema<'OpeningBalanceResponse'>) => {
    try {
      await api.DELETE('/api/v1/owners/{id}/opening-balances/{openingId}', {
        params: { path: { id: owner.id, openingId: id } },
      });
      tell.undo('The opening balance is taken back', async () => {
        const body = { listingId, amount, date, note };
        await bodyOf(api.POST('/api/v1/owners/{id}/opening-balances', { params, body })).catch((error: unknown) =>
          tell.failed(error, 'It could not be kept again'),
        );
        await refresh();
      });
    } catch (error) {
      tell.failed(error, 'It could not be taken back');
    }
    await refresh();
  };
}
