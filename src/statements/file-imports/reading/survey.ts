import { CsvReader, type SourceRecord, UnreadableCsvError } from '../../../platform/csv/csv-reader.js';
import { marksOf, withoutMarks } from '../../../platform/exports/index.js';
import { AMOUNT_FIELDS, type Columns, DATE_FIELDS, type Field, type Layout } from '../layouts/layout.js';
import { recognise } from '../layouts/layouts.js';
import { type FoundForm, FormEvidence } from './file-form.js';
import { type OpenFile, UnreadableFileError } from './open-file.js';
import { encodingOf, type Encoding, textOf } from './text.js';

/** Records before which the header must have come: titles may stand above it. */
const HEADER_WITHIN = 10;
const HEAD_BYTES = 65_536;
const DELIMITERS = [',', ';', '\t'] as const;
export const MOST_COLUMNS = 200;
export const MOST_ROWS = 500_000;

/** How a file is to be read, as its bytes tell. */
export interface Survey {
  encoding: Encoding;
  delimiter: string;
  /** Line of the header; 0: no header is known. */
  headerLine: number;
  header: readonly string[];
  /** Columns of a file that was made to be mended: they are none of the header's. */
  marks?: readonly number[];
  /** null: none of the known layouts. */
  layoutId: string | null;
  columns: Columns;
  form: FoundForm;
}

/**
 * Reads the whole file once, in constant memory, and tells how to read it.
 * @param layouts in the order in which they are tried
 * @throws UnreadableFileError
 */
export async function survey(open: OpenFile, layouts: readonly Layout[]): Promise<Survey> {
  const head = await firstBytes(await open());
  const encoding = await encodingOf(head, open);
  const found = await headerOf(new TextDecoder(encoding).decode(head), layouts);
  const columns = found.columns ?? {};
  const at = (fields: readonly Field[]) =>
    fields.map((field) => columns[field]).filter((column) => column !== undefined);
  const evidence = new FormEvidence(at(DATE_FIELDS), at(AMOUNT_FIELDS), at(['currency', 'payoutCurrency']));
  for await (const records of recordsOf(open, encoding, found.delimiter))
    for (const { line, fields } of records)
      if (line > found.headerLine) evidence.add({ line, fields: withoutMarks(fields, found.marks) });
  const { delimiter, headerLine, header, marks, layoutId } = found;
  return { encoding, delimiter, headerLine, header, marks, layoutId, columns, form: evidence.found() };
}

/** The file's records piece by piece; one that the end cuts off within quotes is told by `cutOff`. @throws UnreadableFileError */
export async function* recordsOf(
  open: OpenFile,
  encoding: Encoding,
  delimiter: string,
  cutOff: (line: number) => void = () => undefined,
): AsyncGenerator<SourceRecord[]> {
  const csv = new CsvReader({ delimiter, trimBefore: true });
  let count = 0;
  const counted = (records: SourceRecord[]) => {
    count += records.length;
    if (count > MOST_ROWS) throw new UnreadableFileError(`A file may have at most ${MOST_ROWS} rows`);
    return records;
  };
  try {
    for await (const text of textOf(await open(), encoding)) yield counted(await csv.read(text));
    const end = await csv.end();
    if (end.cutOff !== null) cutOff(end.cutOff);
    yield counted(end.records);
  } catch (error) {
    if (error instanceof UnreadableCsvError) throw new UnreadableFileError(error.message, { cause: error });
    throw error;
  }
}

async function firstBytes(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of source) {
    parts.push(part);
    length += part.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

/** The delimiter under which a header is known; else the one that makes the most columns of the widest record. */
async function headerOf(text: string, layouts: readonly Layout[]) {
  let widest = { delimiter: ',', headerLine: 0, header: [] as readonly string[], marks: [] as number[], width: 0 };
  for (const delimiter of DELIMITERS) {
    const records = (await headRecords(text, delimiter)).slice(0, HEADER_WITHIN);
    for (const { line, fields: all } of records) {
      const marks = marksOf(all);
      const fields = withoutMarks(all, marks);
      if (fields.length > MOST_COLUMNS) throw new UnreadableFileError(`A row may have at most ${MOST_COLUMNS} columns`);
      const known = recognise(fields, layouts);
      if (known) {
        const { layout, columns } = known;
        return { delimiter, headerLine: line, header: fields, marks, layoutId: layout.id, columns };
      }
      if (fields.length > widest.width)
        widest = { delimiter, headerLine: line, header: fields, marks, width: fields.length };
    }
  }
  const { delimiter, headerLine, header, marks } = widest;
  return { delimiter, headerLine, header, marks, layoutId: null, columns: undefined };
}

async function headRecords(text: string, delimiter: string): Promise<SourceRecord[]> {
  const csv = new CsvReader({ delimiter, trimBefore: true });
  try {
    const first = await csv.read(text);
    // Of a short file the last record is only told at its end; of a long one it is cut off and of no matter.
    return [...first, ...(await csv.end()).records];
  } catch (error) {
    if (error instanceof UnreadableCsvError) return [];
    throw error;
  }
}
