export const PROVIDER_TROUBLES = [
  'unauthorized',
  'address_refused',
  'rate_limited',
  'token_limit',
  'unavailable',
  'refused',
  'bad_answer',
  'incomplete',
] as const;
export type ProviderTrouble = (typeof PROVIDER_TROUBLES)[number];

/** Trouble of the account, not of the listing that was asked for: the others need not be tried. */
const OF_THE_ACCOUNT = new Set<ProviderTrouble>(['unauthorized', 'address_refused', 'rate_limited', 'token_limit']);
/** Trouble that waiting does not mend. */
const PERMANENT = new Set<ProviderTrouble>(['unauthorized', 'address_refused']);

/** The provider did not tell all that was asked for. The message is safe to show and holds no credential. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly code: ProviderTrouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get ofTheAccount(): boolean {
    return OF_THE_ACCOUNT.has(this.code);
  }

  get permanent(): boolean {
    return PERMANENT.has(this.code);
  }
}
