import { useMemo } from 'react';
import type { Schema } from '../../api/client';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { type Column, DataTable } from '../../kit/table';
import { countOf } from '../../lib/money';
import styles from './close-day.module.css';
import type { Pack } from './close-query';

type Line = Schema<'GuestLedgerLine'>;

const rowId = ({ folioId }: Line) => folioId;
const rowHref = ({ booking }: Line) => `/front-desk?q=${encodeURIComponent(booking)}`;

/** What each guest owed when the day began, and owes at its end. */
export function GuestLedger({ pack }: { pack: Pack }) {
  const { currency } = pack.hotel;
  const columns = useMemo(() => ledgerColumns(currency), [currency]);
  return (
    <Section title="Guest ledger">
      <DataTable
        name="guest-ledger"
        label="Guest ledger"
        low
        columns={columns}
        rows={pack.guestLedger}
        rowId={rowId}
        rowHref={rowHref}
        toolbar={<span className="muted">{countOf(pack.guestLedger.length, 'guest')}</span>}
        empty={<Empty title="Nobody owes anything" />}
      />
    </Section>
  );
}

function ledgerColumns(currency: string): Column<Line>[] {
  const amount = (name: 'opening' | 'charged' | 'paid' | 'closing', header: string, phone?: 'none'): Column<Line> => ({
    id: name,
    header,
    cell: (row) => <Money amount={row[name]} currency={currency} />,
    width: '120px',
    end: true,
    ...(phone && { phone }),
  });
  return [
    {
      id: 'guest',
      header: 'Guest',
      cell: ({ guest }) => <bdi>{guest}</bdi>,
      width: 'minmax(160px, 2fr)',
      fixed: true,
      phone: 1,
    },
    { id: 'room', header: 'Room', cell: ({ room }) => room ?? <span title="No room">—</span>, width: '80px', phone: 1 },
    { id: 'booking', header: 'Booking', cell: ({ booking }) => <code>{booking}</code>, width: '120px', phone: 'none' },
    amount('opening', 'Opening', 'none'),
    amount('charged', 'Charged'),
    amount('paid', 'Paid'),
    amount('closing', 'Closing'),
  ];
}

const OUTCOMES = { NO_SHOW: 'no-show', RELEASED: 'released' };

export function People({ pack }: { pack: Pack }) {
  const lists = [
    { title: 'Arrived', rows: pack.arrived.map((row) => ({ ...row, more: null })) },
    { title: 'Left', rows: pack.departed.map((row) => ({ ...row, more: null })) },
    {
      title: 'Did not come',
      rows: pack.notCome.map((row) => ({
        ...row,
        more: (
          <>
            {row.cameAfterAll ? 'came after all' : OUTCOMES[row.outcome]},{' '}
            <Money amount={row.fee} currency={pack.hotel.currency} />
          </>
        ),
      })),
    },
  ];
  return (
    <div className={styles.two}>
      {lists.map(({ title, rows }) => (
        <Section key={title} title={`${title} (${rows.length})`}>
          <div className="card">
            {rows.length === 0 ? (
              <p className="muted">Nobody.</p>
            ) : (
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">Room</th>
                    <th scope="col">Guest</th>
                    <th scope="col">Booking</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ room, guest, booking, more }) => (
                    <tr key={booking}>
                      <td className="num">{room ?? '—'}</td>
                      <td>
                        <bdi>{guest}</bdi>
                        {more && <span className="muted"> · {more}</span>}
                      </td>
                      <td>
                        <Link to="/front-desk" search={{ q: booking }}>
                          <code>{booking}</code>
                        </Link>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </div>
        </Section>
      ))}
    </div>
  );
}
