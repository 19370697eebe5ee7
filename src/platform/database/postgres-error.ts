interface DriverError {
  code?: string;
  constraint?: string;
}

/** True when a statement failed on the named constraint (unique, check, exclusion). */
export function violates(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.constraint === constraint;
}

/** Its five characters, when a statement failed on the data it met (a number out of range, a text that is no date). */
export function dataFault(error: unknown): string | undefined {
  const { driverError } = error as { driverError?: DriverError };
  const code = (driverError ?? (error as DriverError))?.code;
  return typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code) ? code : undefined;
}

/** True when a statement failed because rows of another table refer to what it deletes, or it refers to what is not there. */
export function breaksReference(error: unknown): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.code === '23503';
}

/** True when a statement took longer than it may (statement_timeout), or was cancelled. */
export function wasCanceled(error: unknown): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.code === '57014';
}
