import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AppError, type FieldError, invalid } from '../../platform/errors/app-error.js';
import { fieldErrors } from '../../platform/http/validation.pipe.js';
import type { JobContract } from './define-job.js';

/** Largest payload the ledger takes, bytes of JSON. Bigger things are stored elsewhere and referred to by id. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;

/**
 * Checks a payload against its contract and gives it back as an instance of the contract's class.
 * Done on enqueue and again on run: what lies in the ledger may have been written by an older version.
 * @throws AppError VALIDATION_FAILED with one entry per offending path under `data`.
 */
export function checkPayload<Payload extends object>(contract: JobContract<Payload>, data: unknown): Payload {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw problem(contract, [{ path: 'data', message: 'data must be an object' }]);
  const payload = plainToInstance(contract.payload, data);
  const errors = validateSync(payload, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw problem(contract, fieldErrors(errors, 'data'));
  return payload;
}

/** What JSON can carry and jsonb cannot store: the NUL character, and half of a surrogate pair. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * JSON text of a checked payload.
 * @throws AppError VALIDATION_FAILED for text that Postgres cannot store; PAYLOAD_TOO_LARGE over MAX_PAYLOAD_BYTES.
 */
export function serializePayload(payload: object): string {
  const json = JSON.stringify(instanceToPlain(payload));
  if (UNSTORABLE.test(json))
    throw invalid('data', 'data holds a character that cannot be stored (NUL, or half a pair)');
  if (Buffer.byteLength(json) > MAX_PAYLOAD_BYTES)
    throw new AppError('PAYLOAD_TOO_LARGE', `A job's data may have at most ${MAX_PAYLOAD_BYTES} bytes`);
  return json;
}

function problem(contract: JobContract, errors: FieldError[]): AppError {
  return new AppError('VALIDATION_FAILED', `The data does not fit a ${contract.name} job`, { errors });
}
