import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { CategoriesModule } from '../categories/categories.module.js';
import { CoverageModule } from '../coverage/coverage.module.js';
import { GenerationSettingsModule } from '../generation-settings/generation-settings.module.js';
import { GeneratorModule } from '../generator/generator.module.js';
import { HotelsModule } from '../hotels/hotels.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomNightsModule } from '../room-nights/room-nights.module.js';
import { CronRoomGenerationController } from './cron-room-generation.controller.js';
import { CronRoomGenerationService } from './cron-room-generation.service.js';
import { GenerationClock } from './generation-clock.js';
import { GenerationPlans } from './generation-plans.service.js';
import { RoomGenerationSweep } from './room-generation-sweep.job.js';
import { RoomGenerationSweepProcessor } from './room-generation-sweep.processor.js';
import { RoomGenerationSweepWork } from './room-generation-sweep.work.js';
import { RoomGenerationController } from './room-generation.controller.js';
import { RoomGeneration } from './room-generation.job.js';
import { RoomGenerationProcessor } from './room-generation.processor.js';
import { RoomGenerationService } from './room-generation.service.js';
import { RoomGenerationWork } from './room-generation.work.js';
import { SweepSchedules } from './sweep-schedules.js';

/** The two jobs that open room nights: one category on request, and every category each night. */
@Module({
  imports: [
    JobsModule.forFeature(RoomGeneration, RoomGenerationSweep),
    CategoriesModule,
    CoverageModule,
    GenerationSettingsModule,
    GeneratorModule,
    HotelsModule,
    PricingModule,
    RoomNightsModule,
  ],
  controllers: [RoomGenerationController, CronRoomGenerationController],
  providers: [
    CronRoomGenerationService,
    GenerationClock,
    GenerationPlans,
    RoomGenerationProcessor,
    RoomGenerationService,
    RoomGenerationSweepProcessor,
    RoomGenerationSweepWork,
    RoomGenerationWork,
    SweepSchedules,
  ],
  exports: [CronRoomGenerationService],
})
export class GenerationModule {}
