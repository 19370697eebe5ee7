import { Module } from '@nestjs/common';
import { MessagesModule } from '../../messages/index.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { QuotesModule } from '../quotes/quotes.module.js';
import { OrdersController } from './orders.controller.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';

/** Orders made of accepted quotes. */
@Module({
  imports: [MessagesModule, CatalogueModule, QuotesModule],
  controllers: [OrdersController],
  providers: [OrdersRepository, OrdersService],
})
export class OrdersModule {}
