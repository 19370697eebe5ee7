import { SecretError } from '../../platform/secrets/key-ring.js';
import { SourceError } from './calendar-source.js';

/**
 * What stopped a source, by what it means: a provider's refusal, or that what is kept of an account cannot be decrypted. Undefined for
 * everything else.
 */
export function refusalOf(error: unknown): SourceError | undefined {
  if (error instanceof SourceError) return error;
  if (!(error instanceof SecretError)) return undefined;
  // No user can mend that a key is missing, and all accounts work again when it is there.
  const refusal =
    error.trouble === 'KEY_MISSING'
      ? new SourceError('misconfigured', 'A key of this server is missing, so that the log-in cannot be read')
      : new SourceError('needs_reauth', 'What is kept of its log-in cannot be read any more.');
  return Object.assign(refusal, { cause: error });
}
