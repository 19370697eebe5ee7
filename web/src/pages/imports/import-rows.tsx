import { Download } from 'lucide-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { integer, oneOf, useUrlState } from '../../lib/url-state';
import {
  type Import,
  type ImportRow,
  importRowsQuery,
  OUTCOME_WORDS,
  ROW_OUTCOMES,
  type RowOutcome,
} from './imports-query';

const ADDRESS = { outcome: oneOf(['', ...ROW_OUTCOMES], ''), line: integer(0) };
const rowId = ({ line }: ImportRow) => String(line);

/** Rows of the file by line, and what became, or would become, of each. */
export function ImportRows({ file }: { file: Import }) {
  const [{ outcome, line }, set] = useUrlState(ADDRESS);
  const query = useInfiniteQuery(importRowsQuery(file.id, outcome, line));
  const listingName = useListingName();
  const locale = useLocale();
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = file.counts?.outcomes ?? {};
  const rejected = counts['rejected'] ?? 0;
  const toLookAt = (counts['review'] ?? 0) + rejected;
  return (
    <Section
      title="Rows"
      actions={
        toLookAt > 0 && (
          <a className="button button-plain" href={`/api/v1/statement-imports/${file.id}/rejects.csv`} download>
            <Download size={15} aria-hidden /> {countOf(toLookAt, 'row')} to mend, as a file
          </a>
        )
      }
    >
      {rejected > 0 && <Rejected id={file.id} count={rejected} />}
      <Loaded query={query}>
        {() => (
          <DataTable
            name="import-rows"
            label="Rows of the file"
            low
            columns={rowColumns(listingName, locale)}
            rows={rows}
            rowId={rowId}
            busy={query.isPlaceholderData}
            toolbar={
              <>
                {line > 0 && (
                  <Button kind="quiet" onClick={() => set({ line: 0 })}>
                    From line {line} on: show all
                  </Button>
                )}
                <Facet
                  label="Outcome"
                  single
                  value={outcome ? [outcome] : []}
                  onChange={([one]) => set({ outcome: (one ?? '') as '' | RowOutcome })}
                  choices={ROW_OUTCOMES.map((value) => ({
                    value,
                    label: <State of={OUTCOME_WORDS[value].state} word={OUTCOME_WORDS[value].word} />,
                    text: OUTCOME_WORDS[value].word,
                    count: counts[value] ?? 0,
                  }))}
                />
              </>
            }
            pager={
              query.hasNextPage && (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              )
            }
            empty={
              outcome ? (
                <Empty title="No row has this outcome">
                  <Button onClick={() => set({ outcome: '', line: 0 })}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="The file has no rows that could be read" />
              )
            }
          />
        )}
      </Loaded>
    </Section>
  );
}

/** Rejected lines that are listed beside the table. */
const SHOWN = 10;

/** Lines that are left out, with why in full: a row of the table is too narrow for it. */
function Rejected({ id, count }: { id: string; count: number }) {
  const rows = useInfiniteQuery(importRowsQuery(id, 'rejected', 0)).data?.pages[0]?.rows ?? [];
  return (
    <div className="card" role="note">
      <h3>{countOf(count, 'row')} left out</h3>
      <ul className="bullets">
        {rows.slice(0, SHOWN).map(({ line, message }) => (
          <li key={line}>
            Line {line}: <bdi>{message}</bdi>
          </li>
        ))}
      </ul>
      <p className="muted">
        {count > SHOWN && `The first ${SHOWN} of them. `}
        Mend these lines in your file, or in the file of rows to mend, and drop it again: what is known already is not
        counted twice.
      </p>
    </div>
  );
}

function rowColumns(listingName: (id: number | null) => string, locale: string | undefined): Column<ImportRow>[] {
  const date = (day: string | null, year: 'numeric' | undefined = 'numeric') =>
    day ? dateText(day, locale, { weekday: undefined, year }) : '—';
  const money = (id: 'rent' | 'cleaning' | 'channelFee' | 'net', header: string): Column<ImportRow> => ({
    id,
    header,
    cell: (row) =>
      row[id] !== null &&
      (row.currency ? (
        <Money amount={row[id]} currency={row.currency} />
      ) : (
        <span title="The currency is not known">{row[id]}</span>
      )),
    width: '96px',
    end: true,
    phone: 'none',
  });
  return [
    { id: 'line', header: 'Line', cell: ({ line }) => line, width: '56px', end: true, fixed: true, phone: 1 },
    {
      id: 'outcome',
      header: 'Outcome',
      cell: ({ outcome }) =>
        outcome ? <State of={OUTCOME_WORDS[outcome].state} word={OUTCOME_WORDS[outcome].word} /> : '—',
      width: '112px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'kind',
      header: 'Kind',
      cell: ({ kind, type }) => <bdi title={type}>{kind === 'rejected' ? '—' : kind}</bdi>,
      width: '80px',
      phone: 'none',
    },
    {
      id: 'code',
      header: 'Code',
      cell: ({ code, reservationId }) =>
        reservationId ? (
          <Link to={`/reservations/${reservationId}`} title={code ?? undefined}>
            <bdi>{code}</bdi>
          </Link>
        ) : (
          <bdi title={code ?? undefined}>{code}</bdi>
        ),
      width: 'minmax(116px, 1fr)',
    },
    {
      id: 'listing',
      header: 'Listing',
      cell: ({ listing, listingId }) => (
        <bdi title={listing ?? undefined}>{listingId === null ? listing : listingName(listingId)}</bdi>
      ),
      width: 'minmax(110px, 1.2fr)',
      phone: 'none',
    },
    {
      id: 'guest',
      header: 'Guest',
      cell: ({ guest }) => <bdi>{guest}</bdi>,
      width: 'minmax(96px, 1fr)',
      phone: 'none',
    },
    {
      id: 'dates',
      header: 'Dates',
      cell: ({ checkIn, checkOut, date: on }) =>
        checkIn ? `${date(checkIn, undefined)} – ${date(checkOut)}` : date(on),
      width: '184px',
    },
    money('rent', 'Rent'),
    { ...money('cleaning', 'Cleaning'), hidden: true },
    { ...money('channelFee', 'Channel fee'), hidden: true },
    { ...money('net', 'Net'), width: '96px' },
    {
      id: 'why',
      header: 'Why',
      cell: ({ message, reasons }) => (
        <bdi title={message ?? undefined}>{message ?? reasons.map((one) => one.replaceAll('_', ' ')).join(', ')}</bdi>
      ),
      width: 'minmax(220px, 3fr)',
    },
  ];
}
