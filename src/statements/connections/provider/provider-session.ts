import type { ProviderName } from './provider.js';

/** An opened connection: what is needed to ask a provider. Never logged. */
export interface ProviderSession {
  connectionId: string;
  tenantId: string;
  provider: ProviderName;
  baseUrl: string;
  clientId: string | null;
  apiKey: string;
  /** Source of its stays. */
  source: string;
  /** Ends waits and requests. */
  signal?: AbortSignal;
}
