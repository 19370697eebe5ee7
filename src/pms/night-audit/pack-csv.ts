import { type Cell, csv, type ExportColumn } from '../../platform/exports/index.js';
import { checkWords } from './exceptions.js';
import type { NightAuditPack } from './night-audit.dto.js';

/** One table for all sections of a pack: which cells a row has depends on its section. */
const COLUMNS: ExportColumn[] = [
  { title: 'section', type: 'text' },
  { title: 'item', type: 'text' },
  { title: 'room', type: 'text' },
  { title: 'guest', type: 'text' },
  { title: 'booking', type: 'text' },
  { title: 'text', type: 'text' },
  { title: 'count', type: 'number' },
  { title: 'net', type: 'decimal' },
  { title: 'tax', type: 'decimal' },
  { title: 'gross', type: 'decimal' },
  { title: 'opening', type: 'decimal' },
  { title: 'charged', type: 'decimal' },
  { title: 'paid', type: 'decimal' },
  { title: 'closing', type: 'decimal' },
];

type Row = Partial<Record<(typeof COLUMNS)[number]['title'], Cell>>;

/** The pack of a night as a CSV, section by section: the same figures as its JSON and its PDF. */
export function packCsv(pack: NightAuditPack): AsyncGenerator<string> {
  const cells = rowsOf(pack).map((row) => COLUMNS.map(({ title }) => row[title] ?? null));
  return csv(COLUMNS, [cells], { timezone: pack.hotel.timezone });
}

function rowsOf(pack: NightAuditPack): Row[] {
  const { hotel, closing, revenueTotal: total, trialBalance } = pack;
  const section = (name: string, rows: Row[]) => rows.map((row) => ({ section: name, ...row }));
  return [
    ...section('pack', [
      { item: 'hotel', text: hotel.name },
      { item: 'business date', text: pack.businessDate },
      { item: 'status', text: pack.status },
      { item: 'currency', text: hotel.currency },
      ...(closing ? closedRows(closing) : []),
    ]),
    ...section(
      'to look at',
      pack.exceptions.map(({ source, text, room, guest, booking, amount }) => ({
        item: source,
        text,
        room,
        guest,
        booking,
        gross: amount,
      })),
    ),
    ...section(
      'figures',
      Object.entries<number | string | null>({ ...pack.figures }).map(([item, value]) =>
        typeof value === 'number' ? { item, count: value } : { item, text: value },
      ),
    ),
    ...section('revenue', [
      ...pack.revenue.map(({ kind, taxCode, taxRate, lines, ...taxed }) => ({
        item: kind,
        text: taxCode === '' ? null : `${taxCode} ${Number(taxRate)} %`,
        count: lines,
        ...taxed,
      })),
      { item: 'total', ...total },
    ]),
    ...section('departments', [
      ...pack.departments.map(({ department, lines, ...taxed }) => ({ item: department, count: lines, ...taxed })),
      { item: 'total', ...total },
    ]),
    ...section(
      'payments',
      pack.payments.map(({ method, count, amount }) => ({ item: method, count, paid: amount })),
    ),
    ...section(
      'deposit payments',
      pack.depositPayments.map(({ method, count, amount }) => ({ item: method, count, paid: amount })),
    ),
    ...section('guest ledger', [
      ...pack.guestLedger.map(({ folioId: _, ...line }) => line),
      { item: 'total', ...balances(trialBalance) },
    ]),
    ...section(
      'deposits',
      (['opening', 'received', 'refunded', 'applied', 'closing'] as const).map((item) => ({
        item,
        gross: trialBalance.deposits[item],
      })),
    ),
    ...section(
      'arrived',
      pack.arrived.map((guest) => ({ ...guest })),
    ),
    ...section(
      'left',
      pack.departed.map((guest) => ({ ...guest })),
    ),
    ...section(
      'no-shows',
      pack.notCome.map(({ outcome, fee, cameAfterAll, ...guest }) => ({
        ...guest,
        item: outcome,
        text: cameAfterAll ? 'came after all' : null,
        gross: fee,
      })),
    ),
    ...section(
      'jobs',
      pack.jobs.map(({ jobName, text }) => ({ item: jobName, text })),
    ),
    ...section(
      'checklist',
      pack.checks.map((check) => ({ item: check.check, count: check.count, text: checkWords(check) })),
    ),
  ];
}

function closedRows({ at, by, earlyReason }: NonNullable<NightAuditPack['closing']>): Row[] {
  return [
    { item: 'closed at', text: at },
    { item: 'closed by', text: by },
    ...(earlyReason === null ? [] : [{ item: 'closed early', text: earlyReason }]),
  ];
}

function balances({ opening, charged, paid, closing }: NightAuditPack['trialBalance']): Row {
  return { opening, charged, paid, closing };
}
