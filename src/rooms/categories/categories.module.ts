import { Module } from '@nestjs/common';
import { HotelsModule } from '../hotels/hotels.module.js';
import { PricingModule } from '../pricing/pricing.module.js';
import { RoomCategoriesController } from './room-categories.controller.js';
import { RoomCategoriesRepository } from './room-categories.repository.js';
import { RoomCategoriesService } from './room-categories.service.js';

/** Room categories with their price rules. */
@Module({
  imports: [HotelsModule, PricingModule],
  controllers: [RoomCategoriesController],
  providers: [RoomCategoriesRepository, RoomCategoriesService],
  exports: [RoomCategoriesRepository, RoomCategoriesService],
})
export class CategoriesModule {}
