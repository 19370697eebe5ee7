import { useState } from 'react';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { countText } from '../../lib/money';
import { useQuoteActions } from './quote-actions';
import type { Quote } from './quoting-query';

/** Accepts a quote for a customer who said so otherwise; an order is made of it. */
export function AcceptForm({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const actions = useQuoteActions(quote);
  const [name, setName] = useState(quote.recipient.name);
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<Record<number, number>>({});
  const quantityOf = (position: number, first: number) => chosen[position] ?? first;
  return (
    <FormDialog
      title={`Accept ${quote.number} for the customer`}
      verb="Accept and make the order"
      onClose={onClose}
      ready={name.trim() !== ''}
      danger
      run={() =>
        actions.accept(
          name.trim(),
          note.trim(),
          quote.items.map(({ position, quantities }) => ({ position, quantity: quantityOf(position, quantities[0]!) })),
        )
      }
    >
      <Field label="Who has accepted it">
        <input required maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      {quote.items.map(({ position, fileName, quantities }) => (
        <Field key={position} label={<bdi>{fileName}</bdi>}>
          <select
            className="native-select"
            value={quantityOf(position, quantities[0]!)}
            onChange={({ target }) => setChosen({ ...chosen, [position]: Number(target.value) })}
          >
            {quantities.map((quantity) => (
              <option key={quantity} value={quantity}>
                {countText(quantity)}
              </option>
            ))}
          </select>
        </Field>
      ))}
      <Field label="Note or order number">
        <input maxLength={1000} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </FormDialog>
  );
}

export function DeclineForm({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const actions = useQuoteActions(quote);
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={`Decline ${quote.number} for the customer`}
      verb="Decline it"
      onClose={onClose}
      danger
      run={() => actions.decline(reason.trim())}
    >
      <Field label="Why">
        <input maxLength={1000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
    </FormDialog>
  );
}
