import { Module } from '@nestjs/common';
import { AssignmentModule } from './assignment/assignment.module.js';
import { CategoriesModule } from './categories/categories.module.js';
import { ClosuresModule } from './closures/closures.module.js';
import { CoverageModule } from './coverage/coverage.module.js';
import { GenerationSettingsModule } from './generation-settings/generation-settings.module.js';
import { GenerationModule } from './generation/generation.module.js';
import { GeneratorModule } from './generator/generator.module.js';
import { HotelInventoryModule } from './hotel-inventory/hotel-inventory.module.js';
import { HotelsModule } from './hotels/hotels.module.js';
import { InventoryModule } from './inventory/inventory.module.js';
import { OccupancyModule } from './occupancy/occupancy.module.js';
import { PhysicalRoomsModule } from './physical-rooms/physical-rooms.module.js';
import { PriceOverridesModule } from './price-overrides/price-overrides.module.js';
import { PricingModule } from './pricing/pricing.module.js';
import { RoomNightsModule } from './room-nights/room-nights.module.js';

/** Hotels, categories, rooms and prices; the nightly opening of room nights; inventory that is never sold twice. */
@Module({
  // In the order of README.md: an area imports only areas above it.
  imports: [
    HotelsModule,
    PricingModule,
    CategoriesModule,
    RoomNightsModule,
    PriceOverridesModule,
    OccupancyModule,
    InventoryModule,
    PhysicalRoomsModule,
    ClosuresModule,
    AssignmentModule,
    GenerationSettingsModule,
    CoverageModule,
    HotelInventoryModule,
    GeneratorModule,
    GenerationModule,
  ],
  exports: [
    HotelsModule,
    CategoriesModule,
    PriceOverridesModule,
    PhysicalRoomsModule,
    ClosuresModule,
    InventoryModule,
    AssignmentModule,
    GenerationModule,
  ],
})
export class RoomsModule {}
