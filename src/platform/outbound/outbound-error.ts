/** Why no answer came. refused: the address is not allowed; the other reasons may be temporary. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  /** ESSRF: the address lies where no user's request may go. */
  readonly code?: 'ESSRF';
  /** True when the request certainly was not sent; otherwise the other side may have got it. */
  readonly unsent: boolean;
  constructor(
    readonly kind: 'refused' | 'connect' | 'timeout',
    message: string,
    { unsent = true, ...options }: ErrorOptions & { unsent?: boolean } = {},
  ) {
    super(message, options);
    this.unsent = unsent;
    if (kind === 'refused') this.code = 'ESSRF';
  }
}
