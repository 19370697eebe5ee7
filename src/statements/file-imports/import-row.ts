import { hasThousandths } from './reading/file-form.js';
import type { DecimalMark } from './reading/amounts.js';
import type { DateOrder } from './reading/dates.js';
import type { Survey } from './reading/survey.js';

/** How the file is read; `needsCurrency`: none of its columns names one. */
export interface KeptSurvey extends Survey {
  needsCurrency: boolean;
  /** Of rows that name none, as the mapping says. */
  currency?: string | null;
}

/** What a person said of a file, besides its bytes. */
export interface ImportOptions {
  dateOrder: DateOrder | null;
  decimalMark: DecimalMark | null;
  currency: string | null;
  mappingId: number | null;
}

export const QUESTIONS = ['layout', 'date_order', 'decimal_mark', 'currency'] as const;
export type Question = (typeof QUESTIONS)[number];

export const ROW_OUTCOMES = ['new', 'changed', 'same', 'duplicate', 'review', 'rejected'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

export interface Counts {
  rows: number;
  byKind: Record<string, number>;
  /** In a preview what would become of them. */
  outcomes: Partial<Record<RowOutcome, number>>;
  stays: { new: number; changed: number; same: number; waiting: number };
  reasons: Record<string, number>;
  batches: { total: number; foot: number; off: number; withoutAmount: number };
}

export const IMPORT_STATUSES = ['preview', 'queued', 'running', 'kept', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export interface ImportRow {
  id: string;
  name: string;
  bytes: number;
  sha256: string;
  storedFileId: string | null;
  survey: KeptSurvey;
  options: ImportOptions;
  layout: string | null;
  source: string | null;
  preview: Counts | null;
  staged: boolean;
  lineDone: number;
  /** Rises when the file is to be read anew. */
  pass: number;
  keptTo: string;
  jobId: string | null;
  createdBy: string | null;
  createdAt: Date;
  confirmedAt: Date | null;
  finishedAt: Date | null;
  jobStatus: string | null;
  jobError: { code: string; message: string } | null;
}

/** Follows from the job's and is not stored, so that the two cannot differ. */
export function statusOf(row: Pick<ImportRow, 'confirmedAt' | 'finishedAt' | 'jobStatus'>): ImportStatus {
  if (row.finishedAt) return 'kept';
  if (!row.confirmedAt) return 'preview';
  switch (row.jobStatus) {
    case 'PENDING':
    case 'QUEUED':
      return 'queued';
    case 'RUNNING':
      return 'running';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** What must be said before the file can be kept. */
export function questionsOf({ survey, options, layout }: Pick<ImportRow, 'survey' | 'options' | 'layout'>): Question[] {
  if (layout === null) return ['layout'];
  const { ask, grouped } = survey.form;
  const currency = options.currency ?? survey.currency;
  const thousandths = ask.includes('decimal_mark') || (grouped && !!currency && hasThousandths(currency));
  return [
    ...(ask.includes('date_order') && !options.dateOrder ? (['date_order'] as const) : []),
    ...(thousandths && !options.decimalMark ? (['decimal_mark'] as const) : []),
    ...(survey.needsCurrency && !options.currency ? (['currency'] as const) : []),
  ];
}
