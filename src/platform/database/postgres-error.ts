interface DriverError {
  code?: string;
  constraint?: string;
}

/** True when a statement failed on the named constraint (unique, check, exclusion). */
export function violates(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.constraint === constraint;
}

/** True when a statement failed because rows of another table refer to what it deletes, or it refers to what is not there. */
export function breaksReference(error: unknown): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.code === '23503';
}
