import { Module } from '@nestjs/common';
import { RetentionModule } from '../../platform/retention/retention.module.js';
import { ContractsModule } from '../contract/contracts.module.js';
import { DoorbellModule } from '../doorbell/doorbell.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { Promotion } from './promotion.js';
import { RateRetention } from './rate-retention.js';
import { Relay } from './relay.js';

@Module({
  imports: [RetentionModule, ContractsModule, DoorbellModule, FleetModule],
  providers: [Promotion, Relay, RateRetention],
  exports: [Relay],
})
export class RelayModule {}
