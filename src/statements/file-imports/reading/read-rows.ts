import { withoutMarks } from '../../../platform/exports/index.js';
import { Cells, RowProblem } from '../layouts/cells.js';
import type { Layout, ReadOptions } from '../layouts/layout.js';
import type { NormalRow } from '../rows/normal-row.js';
import type { OpenFile } from './open-file.js';
import { recordsOf, type Survey } from './survey.js';

/** A row of the file that could not be read. */
export interface RejectedRow {
  line: number;
  reason: string;
  message: string;
}

/** With the cells as they stand in the file. */
export type ReadRow = ({ row: NormalRow } | { reject: RejectedRow }) & { cells: readonly string[] };

/** All rows below the header, in the order of the file, piece by piece. @throws UnreadableFileError */
export async function* readRows(
  open: OpenFile,
  { encoding, delimiter, headerLine, header, marks = [], columns }: Survey,
  layout: Layout,
  options: ReadOptions,
): AsyncGenerator<ReadRow[]> {
  const read = layout.reader();
  let cut: number | null = null;
  for await (const records of recordsOf(open, encoding, delimiter, (line) => (cut = line))) {
    const rows: ReadRow[] = [];
    for (const { line, fields: all } of records) {
      if (line <= headerLine) continue;
      const fields = withoutMarks(all, marks);
      // Spreadsheet programs end some rows with surplus delimiters; a row that lacks fields may have been cut off.
      const surplus = fields.slice(header.length);
      if (fields.length < header.length || surplus.some((field) => field.trim() !== '')) {
        const message = `${fields.length} fields instead of ${header.length}`;
        rows.push({ reject: { line, reason: 'wrong_field_count', message }, cells: fields });
        continue;
      }
      if (fields.every((field) => field.trim() === '')) continue;
      try {
        rows.push({ row: read(new Cells(line, fields, columns, options)), cells: fields });
      } catch (error) {
        if (!(error instanceof RowProblem)) throw error;
        rows.push({ reject: { line, reason: error.reason, message: error.message }, cells: fields });
      }
    }
    yield rows;
  }
  if (cut !== null)
    yield [{ reject: { line: cut, reason: 'bad_csv', message: 'The file ends within quotes' }, cells: [] }];
}
