import { useState } from 'react';
import { Ban, Calculator, Check, Copy, FileText, PenLine, RotateCcw, Send, UserPen, X } from 'lucide-react';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Menu, type MenuEntry } from '../../kit/menu';
import { useTell } from '../../kit/toast';
import { copyText } from '../../lib/clipboard';
import { useShortcut } from '../../shell/keys';
import { AcceptForm, DeclineForm } from './decide-forms';
import { EditRecipient } from './edit-recipient';
import { ManualPrice } from './manual-price';
import { useQuoteActions } from './quote-actions';
import type { Quote, QuoteState } from './quoting-query';

/** In which states the server allows what. */
const MAY: Record<'edit' | 'calculate' | 'price' | 'send' | 'decide' | 'revise' | 'cancel', readonly QuoteState[]> = {
  edit: ['draft', 'needs_review'],
  calculate: ['draft', 'needs_review', 'ready'],
  price: ['draft', 'needs_review', 'ready'],
  send: ['ready'],
  decide: ['sent'],
  revise: ['ready', 'sent', 'declined', 'expired', 'cancelled'],
  cancel: ['draft', 'needs_review', 'ready', 'sent'],
};

type Form = 'recipient' | 'price' | 'accept' | 'decline';

/** What can be done to a quote in its state: one step that comes next, the others in a menu. */
export function QuoteButtons({ quote }: { quote: Quote }) {
  const manager = useMay('ADMIN', 'MANAGER');
  const actions = useQuoteActions(quote);
  const tell = useTell();
  const [form, setForm] = useState<Form>();
  const { state, link, totals, nextId } = quote;
  const may = (what: keyof typeof MAY) =>
    manager && MAY[what].includes(state) && (what !== 'revise' || nextId === null);
  useShortcut(may('calculate') ? 'c' : undefined, 'Price the quote', () => void actions.calculate());
  useShortcut(may('send') ? 's' : undefined, 'Send the quote', () => void actions.send());
  useShortcut(may('price') ? 'e' : undefined, 'Set the price by hand', () => setForm('price'));
  const copy = () =>
    void copyText(link!).then((copied) =>
      copied
        ? tell.done('The link is copied', 'Whoever has it may accept the quote.')
        : tell.done('Copy the link from the page', link!),
    );
  const entries: MenuEntry[] = [
    ...(may('calculate') && state === 'ready'
      ? [{ label: 'Price it again', icon: Calculator, run: () => void actions.calculate() }]
      : []),
    ...(may('price') && state !== 'needs_review'
      ? [{ label: 'Set the price by hand', icon: PenLine, run: () => setForm('price') }]
      : []),
    ...(may('edit') ? [{ label: 'Change whom it is for', icon: UserPen, run: () => setForm('recipient') }] : []),
    ...(may('decide')
      ? [
          { label: 'Accept it for the customer', icon: Check, run: () => setForm('accept') },
          { label: 'Decline it for the customer', icon: X, run: () => setForm('decline') },
        ]
      : []),
    ...(link ? [{ label: "Copy the customer's link", icon: Copy, run: copy }] : []),
    ...(may('cancel')
      ? [{ label: 'Cancel the quote', icon: Ban, danger: true, apart: true, run: () => void actions.cancel() }]
      : []),
  ];
  return (
    <>
      {totals && (
        <a className="button button-plain" href={`/api/v1/quotes/${quote.id}/pdf`} target="_blank" rel="noreferrer">
          <FileText size={15} aria-hidden />
          PDF
        </a>
      )}
      {may('revise') && (
        <Button icon={RotateCcw} onClick={() => void actions.revise()}>
          Revise
        </Button>
      )}
      {may('price') && state === 'needs_review' && (
        <Button kind="primary" icon={PenLine} onClick={() => setForm('price')}>
          Set the price by hand
        </Button>
      )}
      {may('calculate') && state !== 'ready' && (
        <Button
          kind={state === 'draft' ? 'primary' : 'plain'}
          icon={Calculator}
          onClick={() => void actions.calculate()}
        >
          {state === 'draft' ? 'Price it' : 'Price it again'}
        </Button>
      )}
      {may('send') && (
        <Button kind="primary" icon={Send} onClick={() => void actions.send()}>
          Send
        </Button>
      )}
      {entries.length > 0 && (
        <Menu trigger={<Button />} entries={entries}>
          More
        </Menu>
      )}
      {form === 'recipient' && <EditRecipient quote={quote} onClose={() => setForm(undefined)} />}
      {form === 'price' && <ManualPrice quote={quote} onClose={() => setForm(undefined)} />}
      {form === 'accept' && <AcceptForm quote={quote} onClose={() => setForm(undefined)} />}
      {form === 'decline' && <DeclineForm quote={quote} onClose={() => setForm(undefined)} />}
    </>
  );
}
