/** All that others may know of quoting. */
export { QuotingModule } from './quoting.module.js';
