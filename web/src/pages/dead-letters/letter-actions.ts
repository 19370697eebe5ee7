import { useCallback } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { useConfirm } from '../../kit/confirm';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { conditionsOf, type Letter, type LetterFilter, type LetterRow } from './letters-query';

/** Requests that are under way at a time when several letters are changed. */
const AT_ONCE = 4;
/** From here on the number is typed before. */
const MANY = 100;

/** What can be done with all of a filter. */
const OF_ALL = {
  requeue: {
    path: '/api/v1/jobs/dead-letters/requeue-many',
    verb: 'Requeue',
    consequence:
      'They run again at once with the data they have, each as the job it was. What fails again comes back here. It is done by a job that you can stop.',
    danger: false,
  },
  discard: {
    path: '/api/v1/jobs/dead-letters/discard',
    verb: 'Discard',
    consequence:
      'They will not be run: the work stays undone, and the jobs stay in the history as failed. This cannot be taken back; it is done by a job that you can stop.',
    keep: 'Keep',
  },
} as const;

async function each<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
): Promise<{ done: number; errors: unknown[] }> {
  const waiting = [...all];
  const errors: unknown[] = [];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
      await work(one).catch((error: unknown) => errors.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  return { done: all.length - errors.length, errors };
}

/** Running letters again, and discarding them; tells what came of it. */
export function useLetterActions() {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const titleOf = useKindTitle();
  const finish = useCallback(
    async ({ done, errors }: { done: number; errors: unknown[] }, what: string, description?: string) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['dead-letters'] }),
        client.invalidateQueries({ queryKey: ['jobs'] }),
      ]);
      if (done > 0) tell.done(`${countOf(done, 'dead letter')} ${what}`, description);
      if (errors.length > 0) tell.failed(errors[0], `${countOf(errors.length, 'dead letter')} could not be ${what}`);
      return done;
    },
    [client, tell],
  );

  const requeue = useCallback(
    async (letters: readonly (LetterRow | Letter)[]) =>
      finish(
        await each(letters, ({ id }) =>
          api.POST('/api/v1/jobs/dead-letters/{id}/requeue', { params: { path: { id } }, body: {} }),
        ),
        'requeued',
        'They run again as the jobs they were; the letters stay readable.',
      ),
    [finish],
  );

  const discard = useCallback(
    async (letters: readonly (LetterRow | Letter)[]) => {
      const [one] = letters;
      const name =
        letters.length === 1
          ? `this job (${inSentence(titleOf(one!.jobName))})`
          : countOf(letters.length, 'dead letter');
      const yes = await confirm({
        title: `Discard ${name}?`,
        consequence: `${letters.length === 1 ? 'It' : 'They'} will not be run: the work stays undone, and the job stays in the history as failed. This cannot be taken back.`,
        verb: letters.length === 1 ? 'Discard it' : `Discard ${letters.length}`,
        keep: 'Keep',
        ...(letters.length > MANY && { type: String(letters.length) }),
      });
      if (!yes) return 0;
      return finish(
        await each(letters, ({ id }) => api.DELETE('/api/v1/jobs/dead-letters/{id}', { params: { path: { id } } })),
        'discarded',
      );
    },
    [confirm, finish, titleOf],
  );
  /** All that fit, on all pages: counted by the server first, then done by a job, whose id is answered. */
  const all = useCallback(
    async (deed: keyof typeof OF_ALL, filter: LetterFilter): Promise<string | undefined> => {
      const { path, verb, ...words } = OF_ALL[deed];
      const conditions = conditionsOf(filter);
      const body = { ...conditions, all: Object.keys(conditions).length === 0 };
      const send = (dryRun: boolean) =>
        bodyOf(api.POST(path, { body: { ...body, dryRun } })) as Promise<
          Schema<'CountedJobsResponse'> | Schema<'StartedOnManyResponse'>
        >;
      try {
        const { matched } = await send(true);
        if (matched === 0) {
          tell.done(`There is no dead letter left to ${deed}`);
          return undefined;
        }
        const yes = await confirm({
          ...words,
          title: `${verb} ${countOf(matched, 'dead letter')}?`,
          verb: `${verb} ${countText(matched)}`,
          ...(matched > MANY && { type: String(matched) }),
        });
        if (!yes) return undefined;
        const started = await send(false);
        return 'jobId' in started ? started.jobId : undefined;
      } catch (error) {
        tell.failed(error);
        return undefined;
      }
    },
    [confirm, tell],
  );
  return { requeue, discard, all };
}
