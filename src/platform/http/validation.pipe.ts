import './validation-memo.js';
import { ValidationPipe } from '@nestjs/common';
import * as transformerPackage from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { AppError, type FieldError, MAX_FIELD_ERRORS } from '../errors/app-error.js';

/** Validates bodies and queries: unknown members are refused, and nothing is converted unless the class says so. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    // The very packages that the decorators come from: the pipe would look for its own.
    validatorPackage,
    transformerPackage,
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // By default the pipe turns this off and accepts objects that it has no rules for.
    forbidUnknownValues: true,
    exceptionFactory: (errors) =>
      new AppError('VALIDATION_FAILED', 'The request is not valid', { errors: fieldErrors(errors) }),
  });
}

/** Nested validation errors as a flat list of paths; only the first of them, to keep the answer short. */
export function fieldErrors(
  errors: readonly validatorPackage.ValidationError[],
  path = '',
  found: FieldError[] = [],
): FieldError[] {
  for (const error of errors) {
    const at = path ? `${path}.${error.property}` : error.property;
    for (const message of messagesOf(error)) {
      if (found.length >= MAX_FIELD_ERRORS) return found;
      found.push({ path: at, message });
    }
    fieldErrors(error.children ?? [], at, found);
  }
  return found;
}

/** A missing member is reported once, as required, and not once for every rule that its value would break. */
function messagesOf({ value, property, constraints = {} }: validatorPackage.ValidationError): string[] {
  const told = ['whitelistValidation', 'unknownValue'].some((name) => name in constraints);
  if (value === undefined && !told && Object.keys(constraints).length > 0) return [`${property} is required`];
  return Object.values(constraints);
}
