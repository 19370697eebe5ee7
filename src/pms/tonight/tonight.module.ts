import { Module } from '@nestjs/common';
import { RoomsModule } from '../../rooms/index.js';
import { NightsModule } from '../nights/nights.module.js';
import { OpenDaysRepository } from './open-days.repository.js';
import { TonightController } from './tonight.controller.js';
import { TonightService } from './tonight.service.js';

/** A night of all hotels on one board. */
@Module({
  imports: [RoomsModule, NightsModule],
  controllers: [TonightController],
  providers: [OpenDaysRepository, TonightService],
})
export class TonightModule {}
