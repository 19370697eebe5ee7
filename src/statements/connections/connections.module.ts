import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { RentalReservationsModule } from '../reservations/reservations.module.js';
import { ConnectionListings } from './connection-listings.service.js';
import { ConnectionSessions } from './connection-sessions.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { GuestyProvider } from './guesty/guesty.provider.js';
import { HostifyProvider } from './hostify/hostify.provider.js';
import { KnownStays } from './known-stays.js';
import { ListingReader } from './listing-reader.js';
import { ProviderHttp } from './provider/provider-http.js';
import { ProviderTokens } from './provider/provider-tokens.js';
import { ProviderReads } from './provider-reads.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderSync } from './provider-sync.job.js';
import { ProviderSyncProcessor } from './provider-sync.processor.js';
import { ProviderSyncWork } from './provider-sync.work.js';
import { SyncSchedules } from './sync-schedules.js';

/** Accounts at providers of stays, and what is read from them. */
@Module({
  imports: [JobsModule.forFeature(ProviderSync), SecretsModule, RentalPartiesModule, RentalReservationsModule],
  controllers: [ConnectionsController],
  providers: [
    ProviderHttp,
    ProviderTokens,
    HostifyProvider,
    GuestyProvider,
    ProviderRegistry,
    ConnectionSessions,
    SyncSchedules,
    ConnectionsService,
    ConnectionListings,
    KnownStays,
    ListingReader,
    ProviderReads,
    ProviderSyncWork,
    ProviderSyncProcessor,
  ],
  exports: [ProviderReads],
})
export class ConnectionsModule {}
