export { type Cell, type CellType, type Ending, type ExportColumn, ExportError, type RowBatches } from './column.js';
export { csv, type CsvOptions } from './csv.js';
export { csvByLine, type RowsByLine } from './csv-by-line.js';
export { marksOf, mendFile, type MendFile, type MendRow, withoutMarks } from './mend-file.js';
export { guarded, readsAsFormula } from './formula-guard.js';
export { xlsx, type XlsxOptions } from './xlsx.js';
export { pdf, type PdfTableOptions } from './pdf.js';
