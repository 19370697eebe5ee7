import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { OccupancyModule } from '../occupancy/occupancy.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { GenerationRunRetention } from './generation-run-retention.js';
import { GenerationRunsRepository } from './generation-runs.repository.js';
import { RoomGenerator } from './room-generator.js';

/** Writes the room nights of one category, batch by batch, with a record of each run. */
@Module({
  imports: [CategoriesModule, PricingModule, RoomNightsModule, OccupancyModule],
  providers: [RoomGenerator, GenerationRunsRepository, GenerationRunRetention],
  exports: [RoomGenerator, GenerationRunsRepository],
})
export class GeneratorModule {}
