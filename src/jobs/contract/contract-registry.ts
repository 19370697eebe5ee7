import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import { isPlatformKind, type JobContract } from './define-job.js';

/** Every job kind this process knows, filled by JobsModule.forFeature while the application is put together. */
@Injectable()
export class ContractRegistry {
  private readonly byName = new Map<string, JobContract>();

  register(contract: JobContract): void {
    const known = this.byName.get(contract.name);
    if (known && known !== contract) throw new Error(`Two contracts are named ${contract.name}`);
    this.byName.set(contract.name, contract);
  }

  all(): JobContract[] {
    return [...this.byName.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  names(): string[] {
    return this.all().map((contract) => contract.name);
  }

  /** Names of the kinds whose jobs are made beside others. */
  besideOthers(): string[] {
    return this.all()
      .filter(({ beside }) => beside)
      .map((contract) => contract.name);
  }

  /** Names of the kinds that are not started by hand. */
  platformKinds(): string[] {
    return this.all()
      .filter(isPlatformKind)
      .map((contract) => contract.name);
  }

  /** Those, and the kinds that are started by a route of their own. */
  notByHand(): string[] {
    return this.all()
      .filter(({ startableBy }) => startableBy.length === 0)
      .map((contract) => contract.name);
  }

  /** Names of the kinds whose batches are run again by a route of their feature. */
  retriedElsewhere(): string[] {
    return this.all()
      .filter(({ retryRoute }) => retryRoute !== undefined)
      .map((contract) => contract.name);
  }

  get(name: string): JobContract | undefined {
    return this.byName.get(name);
  }

  /**
   * Contract by its name or one of its aliases.
   * @throws AppError NOT_FOUND naming the kinds there are.
   */
  resolve(nameOrAlias: string): JobContract {
    const contract = this.byName.get(nameOrAlias) ?? this.all().find((c) => c.aliases.includes(nameOrAlias));
    if (!contract)
      throw new AppError('NOT_FOUND', `There is no job type "${nameOrAlias}"; known: ${this.names().join(', ')}`);
    return contract;
  }
}
