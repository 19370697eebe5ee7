import { Money } from '../../kit/money';
import { StayState } from '../../kit/stay-state';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import type { Stay } from './reservations-query';

export function stayColumns(listingName: (id: number) => string, locale: string | undefined): Column<Stay>[] {
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  return [
    {
      id: 'code',
      header: 'Code',
      cell: ({ code }) => <bdi title={code}>{code}</bdi>,
      width: 'minmax(116px, 1fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: (stay) => <StayState stay={stay} />,
      width: '148px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'guest',
      header: 'Guest',
      cell: ({ guest }) => (guest ? <bdi>{guest}</bdi> : <span title="No name was told">—</span>),
      width: 'minmax(110px, 1.2fr)',
    },
    {
      id: 'listing',
      header: 'Listing',
      cell: ({ listingId }) => <bdi>{listingName(listingId)}</bdi>,
      width: 'minmax(110px, 1.2fr)',
      phone: 'none',
    },
    { id: 'channel', header: 'Channel', cell: ({ channel }) => channel, width: '88px', phone: 'none' },
    { id: 'in', header: 'Arrival', cell: ({ checkIn }) => date(checkIn), width: '112px' },
    { id: 'out', header: 'Departure', cell: ({ checkOut }) => date(checkOut), width: '112px', phone: 'none' },
    {
      id: 'rent',
      header: 'Rent',
      cell: ({ rent, currency }) => <Money amount={rent} currency={currency} />,
      width: '112px',
      end: true,
      phone: 'none',
    },
    {
      id: 'payout',
      header: 'Paid to us',
      cell: ({ payout, currency }) => <Money amount={payout} currency={currency} none="Nobody has told it" />,
      width: '112px',
      end: true,
    },
    { id: 'source', header: 'Told by', cell: ({ source }) => source, width: '112px', hidden: true, phone: 'none' },
  ];
}
