interface DriverError {
  code?: string;
  constraint?: string;
}

/** True when a statement failed on the named constraint (unique, check, exclusion). */
export function violates(error: unknown, constraint: string): boolean {
  const { driverError } = error as { driverError?: DriverError };
  return (driverError ?? (error as DriverError))?.constraint === constraint;
}
