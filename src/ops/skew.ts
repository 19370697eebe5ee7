/** One reading of the database's clock. Instants are ms since 1970. */
export interface ClockSample {
  /** This process's clock when it asked. */
  own: number;
  /** The database's when it answered. */
  database: number;
  roundTripMs: number;
}

export interface Skew {
  /** This clock less the database's. */
  ms: number;
  /** Largest error in either direction, because it is unknown when in the round trip the database read its clock. */
  withinMs: number;
}

/** Clocks of machines that keep their time are some milliseconds apart. */
const TOLERATED_MS = 1_000;

/** By the sample that took the shortest way, which leaves the least in doubt. At least one is needed. */
export function skewOf(samples: readonly ClockSample[]): Skew {
  const best = samples.reduce((one, other) => (other.roundTripMs < one.roundTripMs ? other : one));
  return { ms: best.own + best.roundTripMs / 2 - best.database, withinMs: best.roundTripMs / 2 };
}

/** True when the clocks are too far apart for certain. */
export function isOff({ ms, withinMs }: Skew): boolean {
  return Math.abs(ms) - withinMs > TOLERATED_MS;
}

export function told({ ms }: Skew): string {
  return `${(Math.abs(ms) / 1000).toFixed(1)} s ${ms > 0 ? 'ahead of' : 'behind'} the database's`;
}
