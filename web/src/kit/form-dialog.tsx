import { type ReactNode, useEffect, useRef } from 'react';
import { useMutation } from '@tanstack/react-query';
import { ApiError } from '../api/problem';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorView } from './error-view';

/**
 * A dialog with one form that does one thing: what the server refuses stays in it, beside what was typed. It is drawn while it is
 * open and not otherwise, so that it begins anew each time.
 */
export function FormDialog({ title, wide = false, ...form }: FormProps & { title: string; wide?: boolean }) {
  return (
    <Dialog open onClose={form.onClose} title={title} wide={wide} keep={form.danger}>
      <Form {...form} />
    </Dialog>
  );
}

interface FormProps {
  /** On the button. */
  verb: ReactNode;
  /** On the button that leaves all as it is, where "Close" might be taken for the deed. */
  keep?: string;
  run: () => Promise<unknown>;
  onClose: () => void;
  /** Fields; a function is given the messages by the path of the field. */
  children?: ReactNode | ((errors: Record<string, string>) => ReactNode);
  /** What it needs is there. */
  ready?: boolean;
  /** What cannot be taken back: Enter does not do it at once, because the focus is on closing. */
  danger?: boolean;
}

function Form({ verb, keep = 'Close', run, onClose, children, ready = true, danger = false }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!danger && !form.current?.contains(document.activeElement))
      form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, [danger]);
  // Closed while the server is still at it: by the time of the answer another dialog may be open, which is not to be closed.
  const drawn = useRef(false);
  useEffect(() => {
    drawn.current = true;
    return () => void (drawn.current = false);
  }, []);
  const send = useMutation({ mutationFn: run, onSuccess: () => drawn.current && onClose() });
  const errors = send.error instanceof ApiError ? send.error.fields : {};
  return (
    <form
      ref={form}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!send.isPending) send.mutate();
      }}
    >
      {typeof children === 'function' ? children(errors) : children}
      {send.error && <ErrorView error={send.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>{keep}</Button>
        <Button kind={danger ? 'danger' : 'primary'} type="submit" busy={send.isPending} disabled={!ready}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
