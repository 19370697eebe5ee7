import { Module } from '@nestjs/common';
import { BullDoorbell } from './bull-doorbell.js';
import { Doorbell } from './doorbell.js';
import { QueueCatalog } from './queue-catalog.js';
import { RedisConnections } from './redis-connections.js';

@Module({
  providers: [RedisConnections, QueueCatalog, { provide: Doorbell, useClass: BullDoorbell }],
  exports: [RedisConnections, QueueCatalog, Doorbell],
})
export class DoorbellModule {}
