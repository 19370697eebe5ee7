import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { OneQuestion } from '../lib/one-question';
import { Button } from './button';

export interface Question {
  /** Names the object and the number: `Cancel 31 running jobs?` */
  title: string;
  /** What follows, and that it cannot be undone. */
  consequence: ReactNode;
  /** The verb on the button. */
  verb: string;
  keep?: string;
  /** False: the verb destroys nothing (Requeue, Run, Send) and is not red. */
  danger?: boolean;
  /** To be typed first: for more than 100 objects, or money. */
  type?: string;
}

const Context = createContext<(question: Question) => Promise<boolean>>(() => Promise.resolve(false));

/** Asks before what cannot be undone: `if (await confirm({ … })) …`. What can be undone is done at once and told with `undo`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return useContext(Context);
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question>();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [asked] = useState(() => new OneQuestion());
  const keep = useRef<HTMLButtonElement>(null);
  const ask = useCallback(
    (next: Question) => {
      setQuestion(next);
      setTyped('');
      setOpen(true);
      return asked.ask();
    },
    [asked],
  );
  const close = (yes: boolean) => {
    setOpen(false);
    asked.answer(yes);
  };
  return (
    <Context.Provider value={ask}>
      {children}
      <AlertDialog.Root open={open} onOpenChange={(next) => !next && close(false)}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="backdrop" />
          <AlertDialog.Popup className="dialog" initialFocus={keep}>
            <AlertDialog.Title className="dialog-title">{question?.title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="dialog-body">
              {question?.consequence}
            </AlertDialog.Description>
            {question?.type !== undefined && (
              <label className="field">
                <span>
                  Type <strong>{question.type}</strong> to go on
                </span>
                <input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
              </label>
            )}
            <div className="dialog-actions">
              <Button ref={keep} onClick={() => close(false)}>
                {question?.keep ?? 'Keep as it is'}
              </Button>
              <Button
                kind={question?.danger === false ? 'primary' : 'danger'}
                disabled={question?.type !== undefined && typed.trim() !== question.type}
                onClick={() => close(true)}
              >
                {question?.verb}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </Context.Provider>
  );
}
