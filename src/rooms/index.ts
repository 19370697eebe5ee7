/** All that other features may know of rooms. */
export { RoomsModule } from './rooms.module.js';
export { AvailabilityService, type CategoryDay, type HotelDay } from './availability.service.js';
export { CronRoomGenerationService } from './cron-room-generation.service.js';
export type { HotelRow } from './hotels.repository.js';
export { HotelsService } from './hotels.service.js';
export { InventoryService, type Sale } from './inventory.service.js';
export { RoomGenerationSweep } from './jobs/room-generation-sweep.job.js';
export { RoomGeneration } from './jobs/room-generation.job.js';
export { SeasonRule, WeekdayRule } from './dto/price-rule.dto.js';
export { PriceOverridesService } from './price-overrides.service.js';
export { RoomAssignmentService, type Assignment } from './room-assignment.service.js';
export { RoomCategoriesService } from './room-categories.service.js';
export { RoomClosuresService } from './room-closures.service.js';
export { RoomsService } from './rooms.service.js';
export type { NightSpan, ReservationNight } from './sales.repository.js';
