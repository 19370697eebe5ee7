import { type OpenFile, UnreadableFileError } from './open-file.js';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const OLD_EXCEL = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const PDF = Buffer.from('%PDF-');
const ZIP = Buffer.from('504b0304', 'hex');
const SAVE_AS = 'open it in a spreadsheet program and save it as "CSV UTF-8 (comma delimited)"';

/** UTF-8 where all bytes are; else the code page of Western Europe. @throws UnreadableFileError for what is no text */
export async function encodingOf(head: Buffer, open: OpenFile): Promise<Encoding> {
  if (head.length === 0) throw new UnreadableFileError('The file is empty');
  if (head.subarray(0, 8).equals(OLD_EXCEL))
    throw new UnreadableFileError(`This is an Excel 97–2003 workbook (.xls), not a CSV file: ${SAVE_AS}`);
  if (head.subarray(0, 4).equals(ZIP))
    throw new UnreadableFileError(`This is an Excel workbook (.xlsx) or another archive, not a CSV file: ${SAVE_AS}`);
  if (head.subarray(0, 5).equals(PDF))
    throw new UnreadableFileError('This is a PDF, not a CSV file: download the report as CSV');
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head.includes(0)) throw new UnreadableFileError(`The file is no text: ${SAVE_AS}`);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const part of await open()) decoder.decode(part, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'windows-1252';
    throw error;
  }
}

export async function* textOf(source: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of source) yield decoder.decode(part, { stream: true }).replaceAll('\0', '');
  yield decoder.decode();
}
