import { OutboundError } from '../../platform/outbound/outbound.client.js';
import { SourceError } from './calendar-source.js';

/** What a request to an address of a user's that got no answer means for a source. Other errors are passed on. */
export function outboundTrouble(error: unknown): unknown {
  if (!(error instanceof OutboundError)) return error;
  const refused = error.kind === 'refused';
  const words = refused ? 'The address may not be asked' : 'The server cannot be reached';
  return Object.assign(new SourceError(refused ? 'refused' : 'away', words), { cause: error });
}
