import { Inject, Injectable } from '@nestjs/common';
import { type JobEnd, jobEndSql } from './finish.sql.js';

/**
 * What must happen exactly when a job becomes final, given by the folders that build on the ledger: common table expressions that
 * read `finished`, run by the statement that ends the job. The list is put together in `job-end/job-end.module.ts`.
 */
export const JOB_END_STEPS = Symbol('JOB_END_STEPS');

/** Makes the statements that end jobs. Every one of them carries out the same steps. */
@Injectable()
export class JobEndStatements {
  constructor(@Inject(JOB_END_STEPS) private readonly steps: readonly string[]) {}

  sql(end: JobEnd): string {
    return jobEndSql(end, this.steps);
  }
}
