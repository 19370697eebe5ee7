import { CalendarDate } from '../../kit/calendar-date';
import { Money } from '../../kit/money';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { type Invoice, KIND_WORDS } from './invoices-query';

const PAYMENT: Record<NonNullable<Invoice['paymentState']>, { of: string; word: string }> = {
  open: { of: 'owed', word: 'Open' },
  partly_paid: { of: 'late', word: 'Partly paid' },
  paid: { of: 'paid', word: 'Paid' },
  overpaid: { of: 'late', word: 'Overpaid' },
  credited: { of: 'void', word: 'Credited' },
};

export const INVOICE_COLUMNS: Column<Invoice>[] = [
  {
    id: 'number',
    header: 'Number',
    cell: ({ number }) => number,
    width: 'minmax(150px, 1fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ paymentState }) =>
      paymentState ? <State {...PAYMENT[paymentState]} /> : <span title="A credit note has none">—</span>,
    width: '120px',
    fixed: true,
    phone: 1,
  },
  { id: 'kind', header: 'Kind', cell: ({ kind }) => KIND_WORDS[kind], width: '112px' },
  { id: 'issued', header: 'Issued', cell: ({ issueDate }) => <CalendarDate on={issueDate} />, width: '120px' },
  {
    id: 'buyer',
    header: 'To',
    cell: ({ buyer }) => <bdi>{buyer.name}</bdi>,
    width: 'minmax(140px, 1.4fr)',
  },
  {
    id: 'total',
    header: 'Total',
    cell: ({ gross, currency }) => <Money amount={gross} currency={currency} />,
    width: '128px',
    end: true,
  },
  {
    id: 'balance',
    header: 'Balance',
    cell: ({ kind, balance, currency }) =>
      kind === 'invoice' ? (
        <Money amount={balance} currency={currency} />
      ) : (
        <span title="A credit note has none">—</span>
      ),
    width: '128px',
    end: true,
    phone: 'none',
  },
  {
    id: 'pdf',
    header: 'File',
    cell: ({ id, number }) => (
      <a href={`/api/v1/invoices/${id}/pdf`} target="_blank" rel="noreferrer">
        PDF<span className="sr"> of {number}</span>
      </a>
    ),
    width: '64px',
    phone: 'none',
  },
];
