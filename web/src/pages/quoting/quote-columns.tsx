import { CalendarDate } from '../../kit/calendar-date';
import { Instant } from '../../kit/instant';
import { Money } from '../../kit/money';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { type QuoteRow, STATE_WORDS } from './quoting-query';

/** @param zone of the workshop */
export const quoteColumns = (zone: string): Column<QuoteRow>[] => [
  {
    id: 'number',
    header: 'Quote',
    cell: ({ number, revision }) => `${number}${revision > 1 ? ` rev. ${revision}` : ''}`,
    width: 'minmax(120px, 0.8fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <State of={state} word={STATE_WORDS[state]} />,
    width: '136px',
    fixed: true,
    phone: 1,
  },
  {
    id: 'customer',
    header: 'For',
    cell: ({ recipient: { name, company } }) => <bdi>{company ? `${company}, ${name}` : name}</bdi>,
    width: 'minmax(140px, 1.2fr)',
  },
  {
    id: 'why',
    header: 'Why a person has to look',
    cell: ({ reasons }) =>
      reasons.length > 0 && (
        <span title={reasons.map(({ message }) => message).join('\n')}>
          <bdi>{reasons[0]!.message}</bdi>
          {reasons.length > 1 && <span className="muted"> and {reasons.length - 1} more</span>}
        </span>
      ),
    width: 'minmax(160px, 2fr)',
    phone: 'none',
  },
  {
    id: 'total',
    header: 'Total',
    cell: ({ total, currency }) => <Money amount={total} currency={currency} none="It has no price yet" />,
    width: '120px',
    end: true,
  },
  {
    id: 'valid',
    header: 'Valid until',
    cell: ({ validUntil }) => <CalendarDate on={validUntil} none="It was not sent" />,
    width: '112px',
    phone: 'none',
  },
  {
    id: 'created',
    header: 'Made',
    cell: ({ createdAt }) => <Instant at={createdAt} zone={zone} />,
    width: '168px',
    phone: 'none',
  },
];
