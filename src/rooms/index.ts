/** All that other features may import from rooms. */
export { RoomsModule } from './rooms.module.js';
export { type Assignment, RoomAssignmentService, type RoomChoice } from './assignment/room-assignment.service.js';
export { RoomCategoriesService } from './categories/room-categories.service.js';
export { RoomClosuresService } from './closures/room-closures.service.js';
export { CronRoomGenerationService } from './generation/cron-room-generation.service.js';
export { RoomGenerationSweep } from './generation/room-generation-sweep.job.js';
export { RoomGeneration } from './generation/room-generation.job.js';
export type { HotelRow } from './hotels/hotels.repository.js';
export { HotelsService } from './hotels/hotels.service.js';
export { AvailabilityService, type CategoryDay, type HotelDay } from './inventory/availability.service.js';
export { HeldNightsService } from './inventory/held-nights.service.js';
export { InventoryService, type Sale } from './inventory/inventory.service.js';
export type { NightSpan, ReservationNight } from './inventory/sales.repository.js';
export { RoomsService } from './physical-rooms/rooms.service.js';
export { PriceOverridesService } from './price-overrides/price-overrides.service.js';
export { SeasonRule, WeekdayRule } from './pricing/price-rules.dto.js';
export { ConflictResponse } from './room-nights/conflict.dto.js';
/** Used by the demo, which opens days in the past for the bookings it invents. */
export { InventoryDaysRepository } from './room-nights/inventory-days.repository.js';
