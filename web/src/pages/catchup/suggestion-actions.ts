import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { ApiError } from '../../api/problem';
import { useLocale } from '../../api/hotels';
import { useTell } from '../../kit/toast';
import { dateText } from '../../lib/time';
import { whenText } from './times';
import type { Suggestion } from './week-query';

export interface Alternative {
  startsAt: string;
  endsAt: string;
}

/** Why a time cannot be had, and others that can. */
export interface Refusal {
  detail: string;
  alternatives: Alternative[];
}

/** Accepting, dismissing and putting off; the last two can be taken back at once. */
export function useSuggestionActions(suggestion: Suggestion) {
  const { id, contact } = suggestion;
  const client = useQueryClient();
  const tell = useTell();
  const locale = useLocale();
  const [refusal, setRefusal] = useState<Refusal>();
  const [question, setQuestion] = useState<Schema<'FrequencyQuestionResponse'>>();
  const [busy, setBusy] = useState(false);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => void (isShown.current = false);
  }, []);
  const params = { path: { id } };
  const refresh = () => client.invalidateQueries({ queryKey: ['catchup'] });
  /** `later`: something is still asked, and the lists would take the card away meanwhile. */
  const tried = async (what: () => Promise<void | 'later'>) => {
    setBusy(true);
    try {
      if ((await what()) === undefined) await refresh();
    } finally {
      setBusy(false);
    }
  };
  /** For buttons; a form says itself what was refused, and stays open. */
  const run = (what: () => Promise<void | 'later'>) =>
    tried(what).catch(async (error: unknown) => {
      tell.failed(error);
      await refresh();
    });
  const reopen = () => run(async () => void (await api.POST('/api/v1/catchup/suggestions/{id}/reopen', { params })));
  const accept = (startsAt?: string) =>
    run(async () => {
      try {
        const body = startsAt === undefined ? {} : { startsAt };
        const done = await bodyOf(api.POST('/api/v1/catchup/suggestions/{id}/accept', { params, body }));
        setRefusal(undefined);
        const when = whenText(done.startsAt, done.endsAt, done.timezone, locale);
        tell.done(`You meet ${contact.name}`, when);
      } catch (error) {
        const alternatives = error instanceof ApiError ? (error.body['alternatives'] as Alternative[]) : undefined;
        // Whoever has gone to another list meanwhile is told; the dialog would be drawn nowhere.
        if (!(error instanceof ApiError) || !Array.isArray(alternatives) || !isShown.current) throw error;
        setRefusal({ detail: error.problem.detail, alternatives });
      }
    });
  const sendDismissal = async (
    reason: 'not_now' | 'met_recently' | 'not_interested',
    metOn?: string,
  ): Promise<void | 'later'> => {
    const body = { reason, lessOften: false, ...(metOn && { metOn }) };
    const done = await bodyOf(api.POST('/api/v1/catchup/suggestions/{id}/dismiss', { params, body }));
    const until = `Not suggested again before ${dateText(done.pausedUntil, locale)}`;
    tell.undo(`${contact.name} is dismissed`, reopen, until);
    if (!done.question) return;
    setQuestion(done.question);
    return 'later';
  };
  const dismiss = (reason: 'not_now' | 'not_interested') => run(() => sendDismissal(reason));
  const met = (on: string) => tried(() => sendDismissal('met_recently', on));
  const snooze = async (until: string) => {
    await bodyOf(api.POST('/api/v1/catchup/suggestions/{id}/snooze', { params, body: { until } }));
    tell.undo(`${contact.name} is put off until ${dateText(until, locale)}`, reopen);
    await refresh();
  };
  const meetLessOften = (frequency: Schema<'ContactResponse'>['frequency']) =>
    run(async () => {
      setQuestion(undefined);
      // Whatever the document says of defaults, a member that is left out stays as it is.
      const body = { frequency } as Schema<'UpdateContactRequest'>;
      await api.PATCH('/api/v1/catchup/contacts/{id}', { params: { path: { id: contact.id } }, body });
      tell.done(`${contact.name}: ${frequency} from now on`);
    });
  return {
    ...{ accept, dismiss, met, snooze, reopen, meetLessOften, busy, refusal, question },
    closeRefusal: () => setRefusal(undefined),
    closeQuestion: () => {
      setQuestion(undefined);
      void refresh();
    },
  };
}
