export { type Cell, type CellType, type ExportColumn, ExportError, type RowBatches } from './column.js';
export { csv, type CsvOptions } from './csv.js';
export { guarded, readsAsFormula } from './formula-guard.js';
export { xlsx, type XlsxOptions } from './xlsx.js';
