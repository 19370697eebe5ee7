import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import type { Run } from './runs-query';
import { useSendQuestion } from './send-question';

export function useRunActions({ id, progress, total }: Run) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const askToSend = useSendQuestion();
  const refresh = () => client.invalidateQueries({ queryKey: ['statements'] });
  const path = { jobId: id };
  return {
    async cancel() {
      const yes = await confirm({
        title: `Cancel the run with ${countOf(total - progress, 'statement')} to go?`,
        consequence: `The ${countOf(progress, 'statement')} that have their outcome stay. Those not begun are not made; Generate makes them another time.`,
        verb: 'Cancel the run',
        keep: 'Keep running',
      });
      if (!yes) return;
      await api
        .POST('/api/v1/statements/jobs/{jobId}/cancel', { params: { path } })
        .catch((error: unknown) => tell.failed(error, 'The run could not be cancelled'));
      await refresh();
    },
    async retryFailed(failed: number) {
      try {
        await bodyOf(api.POST('/api/v1/statements/jobs/{jobId}/retry-failed', { params: { path } }));
        tell.done(`${countOf(failed, 'statement')} tried again`);
      } catch (error) {
        tell.failed(error, 'They could not be tried again');
      }
      await refresh();
    },
    async send() {
      try {
        const params = { path: { jobId: id } };
        const to = await bodyOf(api.GET('/api/v1/statements/jobs/{jobId}/recipients', { params }));
        if (!(await askToSend(to, `Send ${countOf(to.statements, 'statement')} of this run?`))) return;
        await bodyOf(api.POST('/api/v1/statements/send', { body: { runJobId: id } }));
        tell.done('On the way', 'The log of each statement says what became of it.');
      } catch (error) {
        tell.failed(error, 'The statements could not be sent');
      }
      await refresh();
    },
  };
}
