import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTell } from './toast';

/**
 * Tells that a change was refused whose form or page has been left before the answer came: there is nothing else left that would say so.
 */
export function LateRefusals() {
  const changes = useQueryClient().getMutationCache();
  const tell = useTell();
  useEffect(() => {
    const watched = new WeakMap<object, number>();
    return changes.subscribe((event) => {
      const { type, mutation } = event;
      if (!mutation) return;
      const by = watched.get(mutation) ?? 0;
      if (type === 'observerAdded') watched.set(mutation, by + 1);
      else if (type === 'observerRemoved') watched.set(mutation, by - 1);
      else if (type === 'updated' && event.action.type === 'error' && by <= 0 && !mutation.options.onError)
        tell.failed(event.action.error, 'What was asked for before is not done');
    });
  }, [changes, tell]);
  return null;
}
