import { AppError } from '../../platform/errors/app-error.js';
import type { Principal } from '../../platform/tenancy/context.js';
import type { ContractRegistry } from './contract-registry.js';
import type { JobContract } from './define-job.js';

/**
 * The contract of a type the caller may start, by whatever route.
 * @param path where the caller gave it
 * @throws AppError VALIDATION_FAILED for an unknown type, FORBIDDEN when the role may not start this kind.
 */
export function startable(
  contracts: ContractRegistry,
  caller: Principal | undefined,
  type: string,
  path = 'type',
): JobContract {
  const contract = contracts.get(type);
  if (!contract)
    throw new AppError('VALIDATION_FAILED', `There is no job type "${type}"`, {
      errors: [{ path, message: `${path} is one of ${startableNames(contracts, caller).join(', ')}` }],
    });
  checkStarter(contract, caller);
  return contract;
}

/** @throws AppError FORBIDDEN when the caller's role may not start jobs of this kind by hand. */
export function checkStarter(contract: JobContract, caller: Principal | undefined): void {
  if (isStarter(contract, caller)) return;
  const others = contract.hasRoute ? 'a route of their own' : 'the platform alone';
  const starters = contract.startableBy.join(' or ') || others;
  throw new AppError('FORBIDDEN', `${contract.name} jobs are started by ${starters}`);
}

export function isStarter(contract: JobContract, caller: Principal | undefined): boolean {
  return contract.startableBy.some((allowed) => allowed === caller?.role);
}

function startableNames(contracts: ContractRegistry, caller: Principal | undefined): string[] {
  return contracts.all().flatMap((contract) => (isStarter(contract, caller) ? contract.name : []));
}
