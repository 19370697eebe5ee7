import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schema } from '../../api/client';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import type { Import } from './imports-query';

/** Reading a file another way, keeping it, deleting its preview. */
export function useImportActions({ id, name, counts, unknownListings }: Import) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const navigate = useNavigate();
  const params = { path: { id } };
  const refresh = () => client.invalidateQueries({ queryKey: ['imports'] });
  return {
    async update(body: Schema<'UpdateStatementImportRequest'>) {
      await bodyOf(api.PATCH('/api/v1/statement-imports/{id}', { params, body }));
      await refresh();
    },
    async keep() {
      const waiting = counts?.stays.waiting ?? 0;
      const rejected = counts?.outcomes['rejected'] ?? 0;
      const yes = await confirm({
        title: `Keep ${name}?`,
        consequence: [
          `${countOf(counts?.stays.new ?? 0, 'new stay')} and ${countOf(counts?.stays.changed ?? 0, 'changed one')} are kept, with ${countOf(counts?.batches.total ?? 0, 'payout')}. It cannot be taken back as a whole.`,
          waiting > 0 &&
            ` ${countOf(waiting, 'stay')} without a listing or dates ${waiting === 1 ? 'waits' : 'wait'} until that is said${unknownListings.length > 0 ? `: ${countOf(unknownListings.length, 'title')} are not matched` : ''}.`,
          rejected > 0 &&
            ` ${countOf(rejected, 'rejected row')} ${rejected === 1 ? 'is' : 'are'} left out: mend ${rejected === 1 ? 'it' : 'them'} in the file and import it again.`,
        ]
          .filter(Boolean)
          .join(''),
        verb: 'Keep the file',
        danger: false,
        keep: 'Not yet',
      });
      if (!yes) return;
      try {
        await bodyOf(api.POST('/api/v1/statement-imports/{id}/confirm', { params, body: {} }));
        tell.done(`${name} is being kept`);
      } catch (error) {
        tell.failed(error, 'It could not be kept');
      }
      await refresh();
    },
    async remove() {
      const yes = await confirm({
        title: `Delete the preview of ${name}?`,
        consequence:
          'The file and what was said about it are deleted. Listings that were matched stay known. Nothing else was kept of it.',
        verb: 'Delete',
      });
      if (!yes) return;
      try {
        await api.DELETE('/api/v1/statement-imports/{id}', { params });
        await navigate({ to: '/imports' });
        tell.done(`${name} is deleted`);
      } catch (error) {
        tell.failed(error, 'It could not be deleted');
      }
      await refresh();
    },
  };
}
