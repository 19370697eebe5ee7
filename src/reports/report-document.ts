import type { Buffer } from 'node:buffer';
import type { ReportRange } from './report-range.js';

/** A row by the names of its columns; values as in the files, amounts as decimals. */
export type ReportRow = Readonly<Record<string, unknown>>;

export interface DocumentInfo {
  title: string;
  /** Name of the tenant. */
  author: string;
  range: ReportRange;
}

/** Draws a report's PDF from its rows. The same rows must make the same bytes. */
export type ReportDocument = (rows: readonly ReportRow[], info: DocumentInfo) => Promise<Buffer>;
