import { useState } from 'react';
import { api } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { moneyText, sumOfAmounts } from '../../lib/money';
import { readAmount } from '../../lib/typed-amount';
import { type Folio, type FolioLine, useRefresh } from './desk-query';

interface Props {
  folio: Folio;
  line: FolioLine;
  onClose: () => void;
}

/** A line, or a part of it, is paid by somebody else. Moving it back undoes it. */
export function MoveLine({ folio, line, onClose }: Props) {
  const others = folio.windows.filter(({ number }) => number !== line.window);
  const [window, setWindow] = useState(others[0]?.number ?? 0);
  const [part, setPart] = useState('');
  const rule = { currency: folio.currency };
  const { amount, problem } = readAmount(part, rule);
  const refresh = useRefresh();
  const tell = useTell();
  const run = async () => {
    const path = { id: folio.id, lineId: line.id };
    const body = { window, ...(amount && { amount }) };
    await api.POST('/api/v1/folios/{id}/lines/{lineId}/move', { params: { path }, body } as never);
    await refresh();
    tell.done(`${line.description} is in window ${window}`);
  };
  return (
    <FormDialog
      title={`Move ${line.description}`}
      verb="Move"
      ready={problem === undefined}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="To window">
            <select
              className="native-select"
              value={window}
              onChange={(event) => setWindow(Number(event.target.value))}
            >
              {others.map(({ number, payer }) => (
                <option key={number} value={number}>
                  {number}. {payer.name}
                </option>
              ))}
            </select>
          </Field>
          <AmountField
            label={`Only a part of it, ${folio.currency} (optional)`}
            error={errors['amount']}
            rule={rule}
            value={part}
            onChange={setPart}
          />
        </>
      )}
    </FormDialog>
  );
}

export function CorrectLine({ folio, line, onClose }: Props) {
  const [reason, setReason] = useState('');
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  // What was corrected before is not taken back again.
  const taken = folio.lines.filter(({ correctsId }) => correctsId === line.id).map((one) => one.amount);
  const amount = moneyText(sumOfAmounts([line.amount, ...taken]), folio.currency, locale);
  const run = async () => {
    const path = { id: folio.id, lineId: line.id };
    await api.POST('/api/v1/folios/{id}/lines/{lineId}/correct', {
      params: { path },
      body: { reason: reason.trim() },
    } as never);
    await refresh();
    tell.done(`${line.description} is taken back`, `A line of the opposite sign over ${amount} stands beside it.`);
  };
  return (
    <FormDialog
      title={`Take ${line.description} back?`}
      verb={`Take ${amount} back`}
      danger
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <p>
        The line stays and a second one of the opposite sign is posted on the open day. A line that an invoice carries
        is taken back by a credit note instead.
      </p>
      <Field label="Reason">
        <input autoFocus required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
