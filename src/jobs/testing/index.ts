/** For tests of job kinds; nothing of the product imports it. */
export { handlerContext } from './handler-context.js';
export { JobsKit, type KitOptions, type Run, type RunOptions } from './jobs-kit.js';
export { startJobs } from './start-jobs.js';
