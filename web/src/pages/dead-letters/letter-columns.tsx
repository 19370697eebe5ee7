import type { KindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { IdText } from '../../kit/id-text';
import type { Column } from '../../kit/table';
import { type LetterRow, REASON_WORDS } from './letters-query';

/** Of a single error, what differs is the data: the kind is said above, and the error hidden until somebody chooses it. */
export function letterColumns(
  hotelName: (id: number) => string,
  titleOf: KindTitle,
  oneError: boolean,
): Column<LetterRow>[] {
  const data: Column<LetterRow> = {
    id: 'data',
    header: 'Data',
    cell: (row) => <code title={JSON.stringify(row.data)}>{dataText(row.data)}</code>,
    width: 'minmax(180px, 2fr)',
    phone: oneError ? 2 : 'none',
  };
  const error: Column<LetterRow> = {
    id: 'error',
    header: 'Error',
    cell: (row) => <bdi title={row.error.message}>{row.error.message || row.error.code}</bdi>,
    width: 'minmax(180px, 2fr)',
    phone: oneError ? 'none' : 2,
  };
  const job: Column<LetterRow> = {
    id: 'job',
    header: 'Job',
    cell: ({ jobName }) => <span title={jobName}>{titleOf(jobName)}</span>,
    width: 'minmax(150px, 1fr)',
    fixed: true,
    phone: 1,
  };
  const hotel: Column<LetterRow> = {
    id: 'hotel',
    header: 'Hotel',
    cell: ({ hotelId }) =>
      hotelId === null ? <span title="It belongs to no hotel">—</span> : <bdi>{hotelName(hotelId)}</bdi>,
    width: 'minmax(120px, 1fr)',
  };
  return [
    job,
    ...(oneError ? [hotel, data, { ...error, hidden: true } as const] : [error, hotel, data]),
    {
      id: 'reason',
      header: 'Given up because',
      cell: ({ reason }) => REASON_WORDS[reason],
      width: 'minmax(150px, 1fr)',
      phone: 'none',
    },
    { id: 'attempts', header: 'Attempts', cell: ({ attempts }) => attempts, width: '80px', end: true, phone: 'none' },
    {
      id: 'at',
      header: 'Given up',
      cell: ({ createdAt, hotelId }) => <Instant at={createdAt} hotelId={hotelId} />,
      width: '168px',
      phone: 1,
    },
    {
      id: 'id',
      header: 'Job id',
      cell: ({ jobId }) => <IdText id={jobId} />,
      width: '148px',
      hidden: true,
      phone: 'none',
    },
  ];
}

/** The data in one line: `roomCategoryId 12 · startDate 2026-12-01`. */
function dataText(data: Record<string, unknown>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
    .slice(0, 200);
}
