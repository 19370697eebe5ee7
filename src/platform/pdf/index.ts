export { GREY, type Paper, Pdf, type PdfOptions, type TextStyle } from './pdf.js';
export { type Column, GAP, table, type TableStyle } from './table.js';
export { grouped } from './grouped.js';
