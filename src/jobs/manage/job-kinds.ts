import { Injectable } from '@nestjs/common';
import type { Principal } from '../../platform/tenancy/context.js';
import { ContractRegistry } from '../contract/contract-registry.js';
import type { JobContract } from '../contract/define-job.js';
import { isStarter } from '../contract/startable.js';
import { BATCH, BATCH_TITLE } from '../ledger/job-row.js';

export type JsonSchema = Record<string, unknown>;

export interface JobKind {
  name: string;
  /** What people call it. */
  title: string;
  summary: string;
  attempts: number;
  priority: number;
  deadlineMs: number;
  /** Of its data, without references. */
  schema: JsonSchema;
}

/** The kinds of jobs that people start, with the schemas of their data. */
@Injectable()
export class JobKinds {
  private make: (contracts: readonly JobContract[]) => Map<string, JsonSchema> = () => new Map();
  private schemas?: Map<string, JsonSchema>;

  constructor(private readonly contracts: ContractRegistry) {}

  /** The OpenAPI document knows the schemas; it is made above this folder, and from the whole application. */
  describeBy(make: (contracts: readonly JobContract[]) => Map<string, JsonSchema>): void {
    this.make = make;
  }

  /** What people call each kind there is, whoever starts it; a batch is none, and its job is shown as well. */
  titles(): Pick<JobKind, 'name' | 'title'>[] {
    return [{ name: BATCH, title: BATCH_TITLE }, ...this.contracts.all().map(({ name, title }) => ({ name, title }))];
  }

  startableBy(caller: Principal): JobKind[] {
    // Made once, when somebody asks: the contracts do not change while the process runs.
    this.schemas ??= this.make(this.contracts.all());
    return this.contracts
      .all()
      .filter((contract) => isStarter(contract, caller))
      .map(({ name, title, summary, attempts, priority, deadlineMs }) => {
        const schema = this.schemas!.get(name) ?? { type: 'object' };
        return { name, title, summary, attempts, priority, deadlineMs, schema };
      });
  }
}
