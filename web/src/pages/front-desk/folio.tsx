import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Money } from '../../kit/money';
import { useShortcut } from '../../shell/keys';
import { isZero } from './amounts';
import type { Folio, FolioLine, Window } from './desk-query';
import { FolioForm, type FolioDeed } from './folio-form';
import { FolioWindow } from './folio-window';
import { CorrectLine, MoveLine } from './line-forms';
import { PayerForm } from './payer-form';
import styles from './front-desk.module.css';

/** What is open over the folio: one form at a time. */
type Open =
  | { form: FolioDeed; window?: number }
  | { form: 'payer'; window?: Window }
  | { form: 'move' | 'correct'; line: FolioLine };

/** The bill: its sums, and each window with its lines, payments and deposits. */
export function FolioView({ folio, stayIsOver }: { folio: Folio; stayIsOver: boolean }) {
  const [open, setOpen] = useState<Open>();
  const may = useMay('ADMIN', 'MANAGER');
  const close = () => setOpen(undefined);
  const { currency } = folio;
  useShortcut(may ? 'h' : undefined, 'Post a charge', () => setOpen({ form: 'charge' }));
  useShortcut(may ? 'p' : undefined, 'Take a payment', () => setOpen({ form: 'payment' }));
  return (
    <>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <div className={styles.sums}>
          <span>
            Charged
            <strong>
              <Money amount={folio.gross} currency={currency} />
            </strong>
          </span>
          <span>
            Paid
            <strong>
              <Money amount={folio.paid} currency={currency} />
            </strong>
          </span>
          <span>
            Balance
            <strong>
              <Money amount={folio.balance} currency={currency} />
            </strong>
          </span>
          {!isZero(folio.depositHeld) && (
            <span>
              Deposit held
              <strong>
                <Money amount={folio.depositHeld} currency={currency} />
              </strong>
            </span>
          )}
        </div>
        {may && (
          <div className="row">
            <Button icon={Plus} onClick={() => setOpen({ form: 'charge' })}>
              Charge
            </Button>
            <Button icon={Plus} onClick={() => setOpen({ form: 'payment' })}>
              Payment
            </Button>
            <Button icon={Plus} onClick={() => setOpen({ form: 'deposit' })}>
              Deposit
            </Button>
            <Button kind="quiet" icon={Plus} onClick={() => setOpen({ form: 'payer' })}>
              Window for another payer
            </Button>
          </div>
        )}
      </div>
      {folio.windows.map((window) => (
        <FolioWindow
          key={window.number}
          folio={folio}
          window={window}
          stayIsOver={stayIsOver}
          onPayer={() => setOpen({ form: 'payer', window })}
          onLine={(form, line) => setOpen({ form, line })}
          onDeed={(form) => setOpen({ form, window: window.number })}
        />
      ))}
      {folio.windowsTotal > folio.windows.length && (
        <p className="muted">
          The first {folio.windows.length} windows of {folio.windowsTotal} are shown.
        </p>
      )}
      {open?.form === 'payer' && <PayerForm folio={folio} window={open.window} onClose={close} />}
      {open?.form === 'move' && <MoveLine folio={folio} line={open.line} onClose={close} />}
      {open?.form === 'correct' && <CorrectLine folio={folio} line={open.line} onClose={close} />}
      {open && !('line' in open) && open.form !== 'payer' && (
        <FolioForm key={open.form} deed={open.form} folio={folio} window={open.window} onClose={close} />
      )}
    </>
  );
}
