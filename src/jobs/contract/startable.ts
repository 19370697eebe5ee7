import { AppError } from '../../platform/errors/app-error.js';
import type { Principal } from '../../platform/tenancy/context.js';
import type { ContractRegistry } from './contract-registry.js';
import type { JobContract } from './define-job.js';

/**
 * The contract of a type the caller may start, by whatever route.
 * @throws AppError VALIDATION_FAILED for an unknown type, FORBIDDEN when the role may not start this kind.
 */
export function startable(contracts: ContractRegistry, caller: Principal | undefined, type: string): JobContract {
  const contract = contracts.get(type);
  if (!contract)
    throw new AppError('VALIDATION_FAILED', `There is no job type "${type}"`, {
      errors: [{ path: 'type', message: `type is one of ${contracts.names().join(', ')}` }],
    });
  if (!contract.startableBy.some((allowed) => allowed === caller?.role))
    throw new AppError('FORBIDDEN', `A ${type} job is started by ${contract.startableBy.join(' or ')}`);
  return contract;
}
