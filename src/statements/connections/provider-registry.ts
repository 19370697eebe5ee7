import { Injectable } from '@nestjs/common';
import { GuestyProvider } from './guesty/guesty.provider.js';
import { HostifyProvider } from './hostify/hostify.provider.js';
import type { Provider, ProviderName } from './provider/provider.js';

/** The providers that connections may name. */
@Injectable()
export class ProviderRegistry {
  private readonly byName: Record<ProviderName, Provider>;

  constructor(hostify: HostifyProvider, guesty: GuestyProvider) {
    this.byName = { hostify, guesty };
  }

  get(name: ProviderName): Provider {
    return this.byName[name];
  }
}
