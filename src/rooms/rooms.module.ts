import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { AvailabilityService } from './inventory/availability.service.js';
import { CoverageRepository } from './coverage/coverage.repository.js';
import { CronRoomGenerationController } from './generation/cron-room-generation.controller.js';
import { CronRoomGenerationService } from './generation/cron-room-generation.service.js';
import { GenerationRunRetention } from './generator/generation-run-retention.js';
import { GenerationRunsRepository } from './generator/generation-runs.repository.js';
import { HotelsController } from './hotels/hotels.controller.js';
import { HotelsRepository } from './hotels/hotels.repository.js';
import { HotelsService } from './hotels/hotels.service.js';
import { InventoryCalendarService } from './inventory/inventory-calendar.service.js';
import { InventoryController } from './inventory/inventory.controller.js';
import { InventoryDaysRepository } from './room-nights/inventory-days.repository.js';
import { InventoryService } from './inventory/inventory.service.js';
import { RoomGenerationSweep } from './generation/room-generation-sweep.job.js';
import { RoomGeneration } from './generation/room-generation.job.js';
import { PriceOverridesController } from './price-overrides/price-overrides.controller.js';
import { PriceOverridesService } from './price-overrides/price-overrides.service.js';
import { PricesRepository } from './pricing/prices.repository.js';
import { RoomAssignmentService } from './assignment/room-assignment.service.js';
import { RoomAssignmentsRepository } from './occupancy/room-assignments.repository.js';
import { RoomCategoriesController } from './categories/room-categories.controller.js';
import { RoomCategoriesRepository } from './categories/room-categories.repository.js';
import { RoomCategoriesService } from './categories/room-categories.service.js';
import { RoomClosuresController } from './closures/room-closures.controller.js';
import { RoomClosuresService } from './closures/room-closures.service.js';
import { RoomGenerationController } from './generation/room-generation.controller.js';
import { RoomGenerationProcessor } from './generation/room-generation.processor.js';
import { RoomGenerationService } from './generation/room-generation.service.js';
import { RoomGenerationSettingsRepository } from './generation-settings/generation-settings.repository.js';
import { RoomGenerationSweepProcessor } from './generation/room-generation-sweep.processor.js';
import { RoomGenerationSweepWork } from './generation/room-generation-sweep.work.js';
import { RoomGenerationWork } from './generation/room-generation.work.js';
import { RoomGenerator } from './generator/room-generator.js';
import { RoomNightsRepository } from './room-nights/room-nights.repository.js';
import { RoomStatisticsService } from './coverage/room-statistics.service.js';
import { RoomsController } from './physical-rooms/rooms.controller.js';
import { RoomsRepository } from './physical-rooms/rooms.repository.js';
import { RoomsService } from './physical-rooms/rooms.service.js';
import { SalesRepository } from './inventory/sales.repository.js';
import { SweepSchedules } from './generation/sweep-schedules.js';

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
