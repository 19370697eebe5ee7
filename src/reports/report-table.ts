import type { Cell, Ending, ExportColumn } from '../platform/exports/index.js';
import { formatMoney } from '../platform/money/index.js';
import type { ReportColumn } from './report-definition.js';
import type { ReportTotal } from './report-generation.job.js';

/** Turns a report's rows into cells of a file, and sums them up on the way. */
export class ReportTable {
  readonly columns: readonly ExportColumn[];
  /** Columns that are in the file, in its order. */
  private readonly chosen: readonly ReportColumn[];
  private readonly places: readonly number[];
  private readonly currencies: readonly (number | undefined)[];
  /** Sums by column and currency, in the order in which they were first met. */
  private readonly sums = new Map<string, bigint>();

  /**
   * @param all columns of the report, in the order of its rows' values
   * @param wanted names of those wanted; an amount brings its currency's column with it. Default: all
   */
  constructor(all: readonly ReportColumn[], wanted?: readonly string[]) {
    const names = all.map(({ name }) => name);
    const chosen = wanted ? wanted.map((name) => all[names.indexOf(name)]!) : [...all];
    for (const { currency } of [...chosen])
      if (currency !== undefined && !chosen.some(({ name }) => name === currency))
        chosen.push(all[names.indexOf(currency)]!);
    this.chosen = chosen;
    this.places = chosen.map(({ name }) => names.indexOf(name));
    this.currencies = chosen.map(({ currency }) => (currency === undefined ? undefined : names.indexOf(currency)));
    this.columns = chosen.map(({ title, type, characters }) => ({
      title,
      type: type === 'money' ? 'decimal' : type,
      ...(characters !== undefined && { characters }),
    }));
    for (const column of chosen) if (column.sum && column.type === 'number') this.sums.set(key(column.name, ''), 0n);
  }

  /** @param values of all columns, as Postgres answers them */
  cells(values: readonly unknown[]): Cell[] {
    const { chosen, places, currencies } = this;
    const cells: Cell[] = [];
    for (let index = 0; index < chosen.length; index++) {
      const value = values[places[index]!] as Cell;
      const column = chosen[index]!;
      if (value === null || value === undefined) cells.push(null);
      else if (column.type === 'money') {
        const currency = String(values[currencies[index]!]);
        cells.push(formatMoney(value as number, currency));
        if (column.sum) this.add(column.name, currency, value as number);
      } else {
        cells.push(value);
        if (column.sum) this.add(column.name, '', value as number);
      }
    }
    return cells;
  }

  totals(): ReportTotal[] {
    return [...this.sums].map(([name, sum]) => {
      const [column, currency] = name.split(' ') as [string, string];
      return { column, currency: currency || null, value: currency ? formatMoney(sum, currency) : String(sum) };
    });
  }

  /** Lines below the rows: one for each currency. What is not money stands in the first of them. */
  ending(note?: string): Ending {
    const totals = this.totals();
    const currencies = [...new Set(totals.flatMap(({ currency }) => currency ?? []))].sort();
    const lines = currencies.length > 0 ? currencies : totals.length > 0 ? [null] : [];
    return {
      totals: lines.map((currency, line) => {
        const cells = this.chosen.map(
          ({ name, currency: own }) =>
            totals.find(
              (total) => total.column === name && (own === undefined ? line === 0 : total.currency === currency),
            )?.value ?? null,
        );
        const label = ['Total', currency, cells[0]].filter(Boolean).join(' ');
        return { label, cells };
      }),
      note,
    };
  }

  private add(column: string, currency: string, value: number): void {
    const name = key(column, currency);
    this.sums.set(name, (this.sums.get(name) ?? 0n) + BigInt(value));
  }
}

function key(column: string, currency: string): string {
  return `${column} ${currency}`;
}
