/** All that others may know of the PMS. */
export { PmsModule } from './pms.module.js';
