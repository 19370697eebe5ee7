import { Module } from '@nestjs/common';
import { CategoriesModule } from '../categories/categories.module.js';
import { GenerationSettingsModule } from '../generation-settings/generation-settings.module.js';
import { CoverageRepository } from './coverage.repository.js';
import { RoomStatisticsService } from './room-statistics.service.js';

/** Which room nights exist of those that could: what the nightly generation skips, and the statistics. */
@Module({
  imports: [CategoriesModule, GenerationSettingsModule],
  providers: [CoverageRepository, RoomStatisticsService],
  exports: [CoverageRepository, RoomStatisticsService],
})
export class CoverageModule {}
