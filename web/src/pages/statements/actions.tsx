import { useState } from 'react';
import { Ban, Download, Lock, RefreshCw, RotateCcw, Search, Send } from 'lucide-react';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { useDownload } from '../../kit/download';
import { Menu } from '../../kit/menu';
import { useShortcut } from '../../shell/keys';
import { useStatementActions } from './statement-actions';
import type { Statement } from './statements-query';
import { VoidForm } from './void-form';

/** The steps of a statement that its state allows, and its files. */
export function Actions({ statement }: { statement: Statement }) {
  const { id, state } = statement;
  const actions = useStatementActions(statement);
  const [voiding, setVoiding] = useState(false);
  const open = state === 'draft' || state === 'review';
  useShortcut(open ? 'f' : undefined, 'Make it final', () => void actions.finalise());
  useShortcut(state === 'final' ? 's' : undefined, 'Send it', () => void actions.send());
  const download = useDownload();
  const file = (path: string) => () => void download(`/api/v1/statements/${id}/${path}`);
  return (
    <>
      {state === 'draft' && (
        <Button icon={RefreshCw} onClick={() => void actions.again()}>
          Calculate again
        </Button>
      )}
      {state === 'draft' && (
        <Button icon={Search} onClick={() => void actions.review()}>
          Ask for review
        </Button>
      )}
      {state === 'review' && (
        <Button icon={RotateCcw} onClick={() => void actions.reopen()}>
          Back to draft
        </Button>
      )}
      {open && (
        <Button kind="primary" icon={Lock} onClick={() => void actions.finalise()}>
          Finalise
        </Button>
      )}
      {state === 'final' && (
        <Button kind="primary" icon={Send} onClick={() => void actions.send()}>
          Send
        </Button>
      )}
      <Menu
        trigger={<Button icon={Download} />}
        entries={[
          { label: 'PDF', run: file('pdf') },
          { label: 'Stays as a spreadsheet (XLSX)', run: file('xlsx?table=stays'), apart: true },
          { label: 'Lines as a spreadsheet (XLSX)', run: file('xlsx?table=lines') },
          { label: 'Stays as CSV', run: file('csv?table=stays'), apart: true },
          { label: 'Lines as CSV', run: file('csv?table=lines') },
        ]}
      >
        Download
      </Menu>
      {state !== 'void' && (
        <Button icon={Ban} onClick={() => setVoiding(true)}>
          Void
        </Button>
      )}
      <Dialog open={voiding} onClose={() => setVoiding(false)} title={`Void statement ${statement.number}?`}>
        <VoidForm statement={statement} onClose={() => setVoiding(false)} />
      </Dialog>
    </>
  );
}
