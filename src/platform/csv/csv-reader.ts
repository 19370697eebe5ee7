import { CsvError, Parser } from 'csv-parse';

/** A record of a file and the line on which it begins; the first line is 1. */
export interface SourceRecord {
  line: number;
  fields: readonly string[];
}

export interface CsvOptions {
  /** Default: a comma. */
  delimiter?: string;
  /** Leaves out blanks before a field, so that `, "Name"` is a field in quotes. */
  trimBefore?: boolean;
}

/** Largest record, characters: a quote that is never closed must not read the rest of the file into memory. */
export const MAX_RECORD_CHARS = 65_536;

/** Thrown when the file cannot be read as CSV. The message is safe to show. */
export class UnreadableCsvError extends Error {
  override readonly name = 'UnreadableCsvError';
}

/**
 * Reads a CSV file that comes in pieces of any size: commas or another delimiter, double quotes with line breaks in them, LF or CRLF, a byte
 * order mark, empty lines left out, quotes in the middle of a field taken as they are. A record may have any number of
 * fields. Each call answers the records that its piece has completed.
 */
export class CsvReader {
  private records: SourceRecord[] = [];
  /** How many lines the parser has counted too many: it counts a CR within a record as a line. */
  private surplus = 0;
  private lastLine = 0;
  private readonly parser: Parser;

  constructor({ delimiter = ',', trimBefore = false }: CsvOptions = {}) {
    this.parser = new Parser({
      delimiter,
      ltrim: trimBefore,
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD_CHARS,
      // Called for each record as it is found; null keeps it out of the parser's own output, which is not read here.
      on_record: (fields: string[], { lines }: { lines: number }) => {
        this.add(fields, lines);
        return null;
      },
    });
    // Errors also reach the callback of each write, where they are handled.
    this.parser.on('error', () => undefined);
  }

  /** @throws UnreadableCsvError for a record without end */
  async read(piece: Buffer | string): Promise<SourceRecord[]> {
    await new Promise<void>((resolve, reject) =>
      this.parser.write(piece, (error) => (error ? reject(this.problem(error)) : resolve())),
    );
    return this.take();
  }

  /** The last records, and the line of a record that the end of the file cuts off within quotes. */
  async end(): Promise<{ records: SourceRecord[]; cutOff: number | null }> {
    const cutOff = await new Promise<number | null>((resolve, reject) => {
      this.parser.once('error', (error) => {
        const open = error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED';
        if (open) resolve(this.lastLine + 1);
        else reject(this.problem(error));
      });
      this.parser.once('finish', () => resolve(null));
      this.parser.end();
    });
    return { records: this.take(), cutOff };
  }

  private take(): SourceRecord[] {
    const taken = this.records;
    this.records = [];
    return taken;
  }

  /** @param lines number of the line the record ends on, as the parser counts them */
  private add(fields: string[], lines: number): void {
    let [counted, real] = [0, 0];
    for (const field of fields) {
      if (!field.includes('\n') && !field.includes('\r')) continue;
      counted += field.match(/[\r\n]/g)!.length;
      real += field.split('\n').length - 1;
    }
    this.records.push({ line: lines - counted - this.surplus, fields });
    this.lastLine = lines - counted - this.surplus + real;
    this.surplus += counted - real;
  }

  private problem(error: Error): Error {
    if (!(error instanceof CsvError)) return error;
    const words = `The record after line ${this.lastLine} has no end within ${MAX_RECORD_CHARS} characters`;
    return new UnreadableCsvError(`${words}: is there a quote that is never closed?`, { cause: error });
  }
}
