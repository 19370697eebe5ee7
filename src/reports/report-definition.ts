import type { CellType } from '../platform/exports/index.js';
import type { ReportDocument } from './report-document.js';
import type { ReportRange } from './report-range.js';

/**
 * A column of a report.
 * - `money`: minor units; its currency is in the column that `currency` names; written as a decimal in major units
 * - all others as in the exports
 */
export interface ReportColumn {
  /** Name of the column in the report's SQL, and in `columns` of a request. */
  name: string;
  title: string;
  type: CellType | 'money';
  currency?: string;
  /** Summed up below the rows: money by its currency, or a column of whole numbers. */
  sum?: boolean;
  /** Usual length of its texts, for the width of the column. */
  characters?: number;
}

export interface ReportQuery {
  /** A SELECT without ORDER BY that answers a column for each of the report's columns, by name. */
  sql: string;
  parameters?: unknown[];
}

export interface ReportDefinition {
  /** What `reportType` names: kebab-case, kept in schedules for ever. */
  type: string;
  /** Who contributes: several features may have rows for one type, with the same columns. */
  source: string;
  title: string;
  columns: readonly ReportColumn[];
  /** Names of columns by which a source's rows are ordered: all of them together tell any two rows apart. */
  orderBy: readonly string[];
  /** What of the tenant's data the report is of; the SQL runs in the tenant's snapshot. */
  query(range: ReportRange): ReportQuery;
  /**
   * SQL that answers the `timezone` of this part of the tenant's business, for tenants that have not set one for their reports:
   * the workshop's, the hotels'.
   */
  zone?: string;
  /** Draws the PDF, where a table does not do. Its rows are then all in memory: for reports of some hundred rows. */
  document?: ReportDocument;
}

const TYPE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const definitions: ReportDefinition[] = [];

/**
 * Declares a report of a feature, whose module passes it to `ReportsModule.forFeature`.
 * @throws TypeError for a definition that makes no sense, or that does not fit one of the same type
 */
export function defineReport(definition: ReportDefinition): ReportDefinition {
  const { type, source, columns, orderBy } = definition;
  const wrong = (why: string) => new TypeError(`Report ${type} of ${source}: ${why}`);
  if (!TYPE.test(type)) throw wrong('the type is not kebab-case');
  const names = columns.map(({ name }) => name);
  if (new Set(names).size !== names.length) throw wrong('two columns have the same name');
  for (const name of orderBy) if (!names.includes(name)) throw wrong(`it is ordered by ${name}, which is no column`);
  for (const { name, type: kind, currency, sum } of columns) {
    if ((kind === 'money') !== (currency !== undefined))
      throw wrong(`${name}: money, and nothing else, has a currency`);
    if (currency !== undefined && !names.includes(currency)) throw wrong(`${name}: there is no column ${currency}`);
    if (sum && kind !== 'money' && kind !== 'number') throw wrong(`${name}: only money and numbers are summed up`);
  }
  const other = definitions.find((one) => one.type === type);
  if (other && JSON.stringify(other.columns) !== JSON.stringify(columns))
    throw wrong(`its columns are not those of ${other.source}`);
  if (definitions.some((one) => one.type === type && one.source === source)) throw wrong('it is defined twice');
  definitions.push(Object.freeze(definition));
  return definition;
}

/** All that are defined so far: decorators of requests look here when they are asked. */
export const REPORTS: readonly ReportDefinition[] = definitions;
