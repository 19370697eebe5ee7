/** Why a mail was not sent. */
export class MailError extends Error {
  override readonly name = 'MailError';
  constructor(
    message: string,
    /** Trying again cannot help: the server refused it for good (5xx), or there is no server. */
    readonly permanent: boolean,
    /** True when the server certainly did not take it; false when it may have, and only its answer got lost. */
    readonly unsent: boolean,
    /** True when the server said that there is no such mailbox. */
    readonly badAddress = false,
  ) {
    super(message);
  }
}
