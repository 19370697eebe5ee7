import './validation-memo.js';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { AppError, type FieldError, MAX_FIELD_ERRORS } from '../errors/app-error.js';

/** Bodies and queries: unknown properties refused, nothing converted behind anybody's back. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // The pipe turns this off unless told otherwise, and lets through what it cannot check.
    forbidUnknownValues: true,
    exceptionFactory: (errors) =>
      new AppError('VALIDATION_FAILED', 'The request is not valid', { errors: fieldErrors(errors) }),
  });
}

/** Nested validation errors as a flat list of paths: the first of them, since nobody mends more by one answer. */
export function fieldErrors(errors: readonly ValidationError[], path = '', found: FieldError[] = []): FieldError[] {
  for (const error of errors) {
    const here = path ? `${path}.${error.property}` : error.property;
    for (const message of messagesOf(error)) {
      if (found.length >= MAX_FIELD_ERRORS) return found;
      found.push({ path: here, message });
    }
    fieldErrors(error.children ?? [], here, found);
  }
  return found;
}

/** What is missing is told once, as what it is, and not by everything a value would have had to be. */
function messagesOf({ value, property, constraints = {} }: ValidationError): string[] {
  const told = ['whitelistValidation', 'unknownValue'].some((name) => name in constraints);
  if (value === undefined && !told && Object.keys(constraints).length > 0) return [`${property} is required`];
  return Object.values(constraints);
}
