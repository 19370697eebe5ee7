import { Module } from '@nestjs/common';
import { HotelsController } from './hotels.controller.js';
import { HotelsRepository } from './hotels.repository.js';
import { HotelsService } from './hotels.service.js';

/** Hotels: their names, time zones and currencies. */
@Module({
  controllers: [HotelsController],
  providers: [HotelsRepository, HotelsService],
  exports: [HotelsService],
})
export class HotelsModule {}
