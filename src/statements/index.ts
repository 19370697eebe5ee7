/** All that others may know of owner statements. */
export { StatementsModule } from './statements.module.js';
