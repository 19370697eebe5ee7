import { formatMoney } from '../../platform/money/index.js';
import type { ImportBatchResponse, ImportedRowResponse, StatementImportSummary } from './file-imports.dto.js';
import { type ImportRow, statusOf } from './import-row.js';
import type { NormalRow } from './rows/normal-row.js';
import type { FoundBatch, ShownRow } from './staged-rows.js';

export type Links = (jobId: string) => { statusUrl: string; eventsUrl: string };

export function summaryOf(row: ImportRow, links: Links): StatementImportSummary {
  const { id, name, layout, source, bytes, sha256, preview, jobId, createdAt, confirmedAt, finishedAt } = row;
  const status = statusOf(row);
  return {
    id,
    name,
    status,
    layout,
    source,
    bytes,
    sha256,
    counts: preview,
    error: status === 'failed' && row.jobError ? { code: row.jobError.code, message: row.jobError.message } : null,
    jobId,
    ...(jobId ? links(jobId) : { statusUrl: null, eventsUrl: null }),
    createdAt,
    confirmedAt,
    finishedAt,
  };
}

export function rowAnswer({ data, ...row }: ShownRow): ImportedRowResponse {
  const read = Object.keys(data).length > 0 ? (data as NormalRow) : null;
  const currency = read?.currency ?? null;
  const money = (minor: number | null | undefined) =>
    minor == null || !currency ? null : formatMoney(minor, currency);
  const of = (part: keyof NormalRow['money']) => money(read?.money[part]);
  return {
    line: row.line,
    kind: row.kind,
    type: read?.type ?? '',
    channel: row.channel,
    code: row.code,
    listing: row.listing,
    listingId: row.listingId,
    status: read?.status ?? null,
    sourceStatus: read?.sourceStatus ?? null,
    guest: read?.guest ?? null,
    date: read?.date ?? null,
    checkIn: read?.checkIn ?? null,
    checkOut: read?.checkOut ?? null,
    currency,
    rent: of('rent'),
    cleaning: of('cleaning'),
    extras: of('extras'),
    tax: of('tax'),
    channelFee: of('channelFee'),
    paymentFee: of('paymentFee'),
    net: row.kind === 'payout' ? money(read?.batch?.minor) : of('payout'),
    outcome: row.outcome,
    reasons: row.reasons,
    message: row.message,
    reservationId: row.reservationId,
  };
}

export function batchAnswer({
  channel,
  reference,
  day,
  currency,
  amountMinor,
  rowsMinor,
  rows,
}: FoundBatch): ImportBatchResponse {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    channel,
    reference,
    date: day,
    currency,
    amount: amountMinor === null ? null : money(amountMinor),
    sum: money(rowsMinor),
    rows,
    difference: amountMinor === null ? null : money(amountMinor - rowsMinor),
  };
}
