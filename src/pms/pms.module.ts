import { Module } from '@nestjs/common';
import { BookingsModule } from './bookings/bookings.module.js';
import { InvoicesModule } from './invoices/invoices.module.js';
import { NightsModule } from './nights/nights.module.js';
import { SetUpModule } from './set-up/set-up.module.js';

/** The hotel's front and back office, and the five jobs of its night. */
@Module({
  imports: [SetUpModule, BookingsModule, NightsModule, InvoicesModule],
})
export class PmsModule {}
