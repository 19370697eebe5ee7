import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { AvailabilityService } from './availability.service.js';
import { CoverageRepository } from './coverage.repository.js';
import { CronRoomGenerationController } from './cron-room-generation.controller.js';
import { CronRoomGenerationService } from './cron-room-generation.service.js';
import { GenerationRunRetention } from './generation-run-retention.js';
import { GenerationRunsRepository } from './generation-runs.repository.js';
import { HotelsController } from './hotels.controller.js';
import { HotelsRepository } from './hotels.repository.js';
import { HotelsService } from './hotels.service.js';
import { InventoryCalendarService } from './inventory-calendar.service.js';
import { InventoryController } from './inventory.controller.js';
import { InventoryDaysRepository } from './inventory-days.repository.js';
import { InventoryService } from './inventory.service.js';
import { RoomGenerationSweep } from './jobs/room-generation-sweep.job.js';
import { RoomGeneration } from './jobs/room-generation.job.js';
import { PriceOverridesController } from './price-overrides.controller.js';
import { PriceOverridesService } from './price-overrides.service.js';
import { PricesRepository } from './prices.repository.js';
import { RoomAssignmentService } from './room-assignment.service.js';
import { RoomAssignmentsRepository } from './room-assignments.repository.js';
import { RoomCategoriesController } from './room-categories.controller.js';
import { RoomCategoriesRepository } from './room-categories.repository.js';
import { RoomCategoriesService } from './room-categories.service.js';
import { RoomClosuresController } from './room-closures.controller.js';
import { RoomClosuresService } from './room-closures.service.js';
import { RoomGenerationController } from './room-generation.controller.js';
import { RoomGenerationProcessor } from './room-generation.processor.js';
import { RoomGenerationService } from './room-generation.service.js';
import { RoomGenerationSettingsRepository } from './room-generation-settings.repository.js';
import { RoomGenerationSweepProcessor } from './room-generation-sweep.processor.js';
import { RoomGenerationSweepWork } from './room-generation-sweep.work.js';
import { RoomGenerationWork } from './room-generation.work.js';
import { RoomGenerator } from './room-generator.js';
import { RoomNightsRepository } from './room-nights.repository.js';
import { RoomStatisticsService } from './room-statistics.service.js';
import { RoomsController } from './rooms.controller.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';
import { SalesRepository } from './sales.repository.js';
import { SweepSchedules } from './sweep-schedules.js';

const REPOSITORIES = [
  CoverageRepository,
  GenerationRunsRepository,
  HotelsRepository,
  InventoryDaysRepository,
  PricesRepository,
  RoomAssignmentsRepository,
  RoomCategoriesRepository,
  RoomGenerationSettingsRepository,
  RoomNightsRepository,
  RoomsRepository,
  SalesRepository,
];

/** What other features and the demo use. */
const SERVICES = [
  AvailabilityService,
  CronRoomGenerationService,
  HotelsService,
  InventoryService,
  PriceOverridesService,
  RoomAssignmentService,
  RoomCategoriesService,
  RoomClosuresService,
  RoomsService,
];

/** Everything but the routes and the queues' processors: what tests put together without Redis. */
export const DOMAIN = [
  ...REPOSITORIES,
  ...SERVICES,
  InventoryCalendarService,
  RoomGenerationService,
  RoomStatisticsService,
  SweepSchedules,
  RoomGenerator,
  RoomGenerationWork,
  RoomGenerationSweepWork,
];

/** Hotels, categories, rooms and prices; the nightly opening of room nights; inventory that is never sold twice. */
@Module({
  imports: [JobsModule.forFeature(RoomGeneration, RoomGenerationSweep)],
  controllers: [
    HotelsController,
    RoomCategoriesController,
    PriceOverridesController,
    InventoryController,
    RoomsController,
    RoomClosuresController,
    RoomGenerationController,
    CronRoomGenerationController,
  ],
  providers: [...DOMAIN, GenerationRunRetention, RoomGenerationProcessor, RoomGenerationSweepProcessor],
  exports: SERVICES,
})
export class RoomsModule {}
