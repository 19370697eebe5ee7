/** Retrying cannot help: the job goes to the dead letters at once. */
export class PermanentJobError extends Error {
  override readonly name = 'PermanentJobError';
  constructor(
    /** Stable reason code, e.g. CATEGORY_GONE. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Another attempt holds the job now; whatever this one still does is thrown away. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
  /** @param options cause: why Postgres could not be asked. Then nobody knows whether another attempt has it. */
  constructor(options?: ErrorOptions) {
    super('The lease on this job was lost to another attempt', options);
  }
}

/** Reason of ctx.signal when somebody cancelled the job. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('The job was cancelled');
  }
}

/** Reason of ctx.signal when the attempt outlived its deadline. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  constructor(ms: number) {
    super(`The attempt took longer than ${ms} ms`);
  }
}

/** Reason of ctx.signal when this process is shutting down; the job goes back without a spent attempt. */
export class DrainError extends Error {
  override readonly name = 'DrainError';
  constructor() {
    super('The worker is shutting down');
  }
}

/** The handler did not stop after its signal was aborted: its attempt was ended without waiting for it any longer. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';
  readonly code = 'HANDLER_ABANDONED';
  /**
   * @param reason what the signal said
   * @param ms how long it was waited for
   */
  constructor(reason: Error, ms: number) {
    super(`${reason.message}; its handler did not stop within ${ms} ms after it was told, and was left behind`);
  }
}

/** Thrown by ctx.snooze(): the job comes back later, no attempt is spent. */
export class SnoozeError extends Error {
  override readonly name = 'SnoozeError';
  constructor(
    /** ms from now. */
    readonly ms: number,
  ) {
    super(`The job put itself off for ${ms} ms`);
  }
}
