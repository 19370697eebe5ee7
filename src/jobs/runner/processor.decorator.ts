import { Inject, Injectable, type Type } from '@nestjs/common';
import { Process, Processor as BullProcessor } from '@nestjs/bull';
import type { Job as BullJob } from 'bull';
import { JobRunner } from './job-runner.js';
import type { JobContract } from '../contract/define-job.js';
import type { JobHandler } from '../contract/job-context.js';
import type { BellData } from '../doorbell/doorbell.js';

const handlers = new Map<string, Type<JobHandler<object, unknown>>>();

/** Class that handles the contract's jobs, or undefined when none was declared. */
export function handlerOf(contract: JobContract): Type<JobHandler<object, unknown>> | undefined {
  return handlers.get(contract.name);
}

/**
 * Declares the class that runs a contract's jobs. Composes @nestjs/bull's Processor with one '*' Process at
 * the contract's concurrency (those of named ones would add up) whose only argument is the message. Claim, tenant,
 * validation, lease, fence and retry are done by the runner.
 * @throws Error when a second class is declared for the same contract.
 */
export function Processor<Payload extends object, Result>(contract: JobContract<Payload, Result>) {
  return <Handler extends Type<JobHandler<Payload, Result>>>(target: Handler): void => {
    const other = handlers.get(contract.name);
    if (other && other.name !== target.name)
      throw new Error(`${contract.name} has two processors: ${other.name} and ${target.name}`);
    handlers.set(contract.name, target);

    const prototype = target.prototype as JobHandler<Payload, Result> & {
      runner: JobRunner;
      ring(bell: BullJob<BellData>): Promise<void>;
    };
    // One declared parameter: Bull takes a second one for a callback and would wait for ever until it is called.
    Object.defineProperty(prototype, 'ring', {
      value: function (this: typeof prototype, bell: BullJob<BellData>): Promise<void> {
        return this.runner.answer(contract, bell.data.ids, (payload, ctx) => this.handle(payload as Payload, ctx));
      },
    });
    Inject(JobRunner)(prototype, 'runner');
    Process({ name: '*', concurrency: contract.concurrency })(
      prototype,
      'ring',
      Object.getOwnPropertyDescriptor(prototype, 'ring')!,
    );
    Injectable()(target);
    BullProcessor(contract.name)(target);
  };
}
