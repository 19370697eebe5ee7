/** All that features may know of reports. */
export { ReportsModule } from './reports.module.js';
