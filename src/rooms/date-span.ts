import type { ValueTransformer } from 'typeorm';
import type { LocalDate } from '../platform/dates/index.js';

/** Dates [from, until); null is an open end. */
export interface DateSpan {
  from: LocalDate | null;
  until: LocalDate | null;
}

const TEXT = /^[[(]([^,]*),([^,]*)\)$/;

/** Reads and writes a daterange column, which Postgres answers as text such as `[2027-01-01,2029-01-01)`. */
export const dateSpan: ValueTransformer = {
  from(text: string): DateSpan {
    const [, from, until] = TEXT.exec(text) ?? [];
    if (from === undefined || until === undefined) throw new Error(`${text} is not a range of dates`);
    return { from: (from || null) as LocalDate | null, until: (until || null) as LocalDate | null };
  },
  to(span: DateSpan | undefined): string | undefined {
    return span && `[${span.from ?? ''},${span.until ?? ''})`;
  },
};
