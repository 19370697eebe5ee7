/** All that features may know of reports. */
export { defineReport, type ReportColumn, type ReportDefinition, type ReportQuery } from './report-definition.js';
export type { DocumentInfo, ReportDocument, ReportRow } from './report-document.js';
export type { ReportRange } from './report-range.js';
export { ReportsModule } from './reports.module.js';
export { INVOICE_COLUMNS } from './invoice-columns.js';
export { TenantZone } from './tenant-zone.js';
export { TenantZoneModule } from './tenant-zone.module.js';
