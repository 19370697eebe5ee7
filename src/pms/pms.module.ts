import { Module } from '@nestjs/common';
import { BookingsModule } from './bookings/bookings.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { NightAuditModule } from './night-audit/night-audit.module.js';
import { NightsModule } from './nights/nights.module.js';
import { SetUpModule } from './set-up/set-up.module.js';

/** The hotel's front and back office, and the five jobs of its night. */
@Module({
  imports: [SetUpModule, BookingsModule, NightsModule, NightAuditModule, ImportsModule],
})
export class PmsModule {}
