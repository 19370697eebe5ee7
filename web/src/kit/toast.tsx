import { useMemo, type ReactNode } from 'react';
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { asApiError } from '../api/problem';
import { durationText } from '../lib/time';

/** How long a message stays, and one that can be undone, ms. The time stands still while pointer or focus is on it. */
const STAYS_MS = 6_000;
const UNDO_MS = 12_000;

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={STAYS_MS} limit={4}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    // Not a dialog, as the library would have it: it asks nothing, and the messages are a live region already.
    <Toast.Root
      key={toast.id}
      toast={toast}
      role="group"
      // Said of dialogs only.
      aria-modal={undefined}
      className={`toast toast-${toast.type ?? 'note'}`}
    >
      <Toast.Content className="toast-content">
        <div className="toast-text">
          <Toast.Title className="toast-title" render={<p />} />
          <Toast.Description className="muted" />
        </div>
        <Toast.Action className="button button-plain" />
        <Toast.Close className="button button-quiet button-icon" aria-label="Close message">
          <X size={15} aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}

export interface Tell {
  done: (title: string, description?: string) => void;
  /** What has been done at once and can be taken back for a while, with the button (F6 moves the focus to the messages). */
  undo: (title: string, undo: () => void | Promise<void>, description?: string) => void;
  failed: (error: unknown, title?: string) => void;
}

/** Short messages at the lower edge. */
export function useTell(): Tell {
  const { add, close } = Toast.useToastManager();
  return useMemo(
    () => ({
      done: (title, description) => void add({ title, description, type: 'done' }),
      undo: (title, undo, description) => {
        const id = add({
          title,
          description,
          type: 'undo',
          timeout: UNDO_MS,
          actionProps: {
            children: 'Undo',
            onClick: () => {
              close(id);
              void undo();
            },
          },
        });
      },
      failed: (error, title) => {
        const { problem, requestId, retryAfter } = asApiError(error);
        const foot = [
          problem.code,
          requestId && `request ${requestId}`,
          retryAfter && `try again in ${durationText(retryAfter * 1000)}`,
        ]
          .filter(Boolean)
          .join(' · ');
        const description = title ? `${problem.detail} (${foot})` : foot;
        add({ title: title ?? problem.detail, description, type: 'failed', timeout: UNDO_MS, priority: 'high' });
      },
    }),
    [add, close],
  );
}
