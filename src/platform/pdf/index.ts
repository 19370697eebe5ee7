export { GREY, Pdf, type PdfOptions, type TextStyle } from './pdf.js';
export { type Column, table, type TableStyle } from './table.js';
export { grouped } from './grouped.js';
