import { Module } from '@nestjs/common';
import { StorageModule } from '../../platform/storage/index.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { RentalReservationsModule } from '../reservations/reservations.module.js';
import { ExpensesController } from './expenses.controller.js';
import { ExpensesRepository } from './expenses.repository.js';
import { ExpensesService } from './expenses.service.js';
import { Receipts } from './receipts.js';
import { RecurringExpensesController } from './recurring/recurring-expenses.controller.js';
import { RecurringExpensesService } from './recurring/recurring-expenses.service.js';

/** What was spent for listings, with receipts, and what recurs. */
@Module({
  imports: [RentalPartiesModule, RentalReservationsModule, StorageModule],
  controllers: [ExpensesController, RecurringExpensesController],
  providers: [ExpensesRepository, ExpensesService, Receipts, RecurringExpensesService],
  exports: [ExpensesService, RecurringExpensesService],
})
export class OwnerExpensesModule {}
