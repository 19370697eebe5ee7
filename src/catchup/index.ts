/** All that others may know of CatchUp. */
export { CatchupModule } from './catchup.module.js';
