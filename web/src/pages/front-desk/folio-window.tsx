import { FileText, MoreHorizontal } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Instant } from '../../kit/instant';
import { Menu, type MenuEntry } from '../../kit/menu';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { isZero, rateText } from './amounts';
import { type Folio, type FolioLine, useRefresh, type Window } from './desk-query';
import type { FolioDeed } from './folio-form';
import { MoneyRows } from './money-rows';
import styles from './front-desk.module.css';

const SHORT = { year: undefined } as const;

/** One payer's part of the bill, and its invoice. */
export function FolioWindow({
  folio,
  window,
  stayIsOver,
  onPayer,
  onLine,
  onDeed,
}: {
  folio: Folio;
  window: Window;
  stayIsOver: boolean;
  onPayer: () => void;
  onLine: (form: 'move' | 'correct', line: FolioLine) => void;
  onDeed: (deed: FolioDeed) => void;
}) {
  const may = useMay('ADMIN', 'MANAGER');
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const confirm = useConfirm();
  const { currency } = folio;
  const issue = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/v1/invoices', { body: { folioId: folio.id, window: window.number } })),
    onSuccess: async (invoice) => {
      await refresh();
      tell.done(`Invoice ${invoice.number} is issued`, moneyText(invoice.gross, invoice.currency, locale));
    },
    onError: (error) => tell.failed(error),
  });
  const ask = async () => {
    const sum = moneyText(window.gross, currency, locale);
    const yes = await confirm({
      title: `Issue the invoice of ${window.payer.name} over ${sum}?`,
      consequence: 'It gets the next number of its series and cannot be taken back; a credit note corrects it.',
      verb: 'Issue the invoice',
      danger: false,
      keep: 'Not yet',
    });
    if (yes) issue.mutate();
  };
  // What an invoice carries is taken back by a credit note.
  const mayChange = may && window.invoicedAt === null;
  // Its nights are charged to the first window.
  const isEarly = window.number === 1 && !stayIsOver;
  const lines = folio.lines.filter((line) => line.window === window.number);
  const taken = new Set(folio.lines.map(({ correctsId }) => correctsId));
  const more: MenuEntry[] = [
    { label: 'Payer…', run: onPayer },
    { label: 'Give a payment back…', run: () => onDeed('refund'), disabled: isZero(window.paid) },
    { label: 'Give a deposit back…', run: () => onDeed('deposit-back'), disabled: isZero(window.depositHeld) },
    { label: 'Pay with the deposit…', run: () => onDeed('deposit-apply'), disabled: isZero(window.depositHeld) },
  ];
  return (
    <div className={`card ${styles.window}`} role="group" aria-label={`Window ${window.number}`}>
      <div className="section-head">
        <h3>
          {window.number}. <bdi>{window.payer.name}</bdi>{' '}
          <span className="muted num">
            balance <Money amount={window.balance} currency={currency} />
            {window.invoicedAt && (
              <>
                {' '}
                · invoiced <Instant at={window.invoicedAt} hotelId={folio.hotelId} />
              </>
            )}
          </span>
        </h3>
        {may && (
          <div className="row">
            {window.invoicedAt === null && lines.length > 0 && isEarly ? (
              <span className="muted">Invoice after the check-out</span>
            ) : window.invoicedAt === null && lines.length > 0 ? (
              <Button icon={FileText} busy={issue.isPending} onClick={() => void ask()}>
                Issue the invoice
              </Button>
            ) : null}
            <Menu
              trigger={
                <button
                  type="button"
                  className="button button-plain button-icon"
                  aria-label={`More to do with window ${window.number}`}
                />
              }
              entries={more}
            >
              <MoreHorizontal size={15} aria-hidden />
            </Menu>
          </div>
        )}
      </div>
      {lines.length === 0 ? (
        <p className="muted">
          {stayIsOver
            ? 'Nothing was charged.'
            : 'Nothing is charged yet. Nights are charged when the day is closed, or at the check-out.'}
        </p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={`Lines of window ${window.number}`}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Date</th>
                <th scope="col">What</th>
                <th scope="col" className={styles.tax}>
                  Tax
                </th>
                <th scope="col" className={styles.amount}>
                  Amount
                </th>
                {mayChange && (
                  <th scope="col" className={styles.act}>
                    <span className="sr">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id}>
                  <td className="num">{dateText(line.serviceDate, locale, SHORT)}</td>
                  <td className={taken.has(line.id) ? styles.taken : undefined}>
                    {line.quantity !== 1 && `${line.quantity} × `}
                    <bdi>{line.description}</bdi>
                  </td>
                  <td className={`num muted ${styles.tax}`}>
                    {line.taxCode} {rateText(line.taxRate)} %{line.priceMode === 'net' && ', net'}
                  </td>
                  <td className={styles.amount}>
                    <Money amount={line.amount} currency={currency} />
                  </td>
                  {mayChange && (
                    <td className={styles.act}>
                      <Menu
                        trigger={
                          <button
                            type="button"
                            className="button button-quiet button-icon"
                            aria-label={`Change line ${line.description}`}
                          />
                        }
                        entries={[
                          {
                            label: 'Move to another window…',
                            run: () => onLine('move', line),
                            disabled: folio.windows.length < 2,
                          },
                          {
                            label: 'Take it back…',
                            run: () => onLine('correct', line),
                            disabled: line.kind === 'correction' || line.kind === 'credit_note',
                          },
                        ]}
                      >
                        <MoreHorizontal size={15} aria-hidden />
                      </Menu>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoneyRows folio={folio} window={window.number} />
    </div>
  );
}
