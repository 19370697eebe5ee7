import { PartFileError } from '../part-file-error.js';

/**
 * Walks over the groups of a DXF file: a line with a code, a line with its value. It copies nothing but the line it stands on, so that
 * a file of a hundred megabytes costs no more than its bytes.
 */
export class GroupReader {
  code = 0;
  value = '';
  /** Line of the code, counted from one, for messages. */
  line = -1;
  private at = 0;
  private readonly ending: number;

  constructor(private readonly bytes: Buffer) {
    // Old Macintosh files end their lines with CR alone.
    this.ending = bytes.subarray(0, 4096).includes(10) ? 10 : 13;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  /** Steps to the next group; false at the end of the file. Comments (999) are passed over. */
  next(): boolean {
    do {
      const code = this.readLine();
      if (code === undefined) return false;
      const value = this.readLine();
      this.line += 2;
      const trimmed = code.trim();
      // A last empty line is no group.
      if (value === undefined && trimmed === '') return false;
      if (!/^-?\d{1,5}$/.test(trimmed)) {
        throw new PartFileError('malformed', `Line ${this.line} of the drawing should be a group code`);
      }
      if (value === undefined) throw new PartFileError('truncated', 'The drawing ends in the middle of a group');
      this.code = Number(trimmed);
      this.value = value.trim();
    } while (this.code === 999);
    return true;
  }

  is(code: number, value: string): boolean {
    return this.code === code && this.value === value;
  }

  /** The value as a number. Some writers use the Fortran exponent D. */
  number(): number {
    const n = this.value === '' ? NaN : Number(this.value.replace(/[dD]/, 'e'));
    if (!Number.isFinite(n)) {
      throw new PartFileError('malformed', `Line ${this.line + 1} of the drawing should be a number`);
    }
    return n;
  }

  private readLine(): string | undefined {
    if (this.at >= this.bytes.length) return undefined;
    const found = this.bytes.indexOf(this.ending, this.at);
    const end = found < 0 ? this.bytes.length : found;
    // A group's value is a few hundred characters at most; the rest of a longer one (an embedded picture) is of no use here.
    const line = this.bytes.toString('latin1', this.at, Math.min(end, this.at + 1024));
    this.at = end + 1;
    return line;
  }
}
