import { Module } from '@nestjs/common';
import { AvailabilityModule } from './availability/availability.module.js';
import { BookingsModule } from './bookings/bookings.module.js';
import { CityTaxesModule } from './city-taxes/city-taxes.module.js';
import { FoliosModule } from './folios/folios.module.js';
import { HotelPolicyModule } from './hotel-policy/hotel-policy.module.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InvoicesModule } from './invoices/invoices.module.js';
import { LegalEntitiesModule } from './legal-entities/legal-entities.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import { NightAuditModule } from './night-audit/night-audit.module.js';
import { NightsModule } from './nights/nights.module.js';
import { NoShowsModule } from './no-shows/no-shows.module.js';
import { PenaltiesModule } from './penalties/penalties.module.js';
import { RoomTimelineModule } from './room-timeline/room-timeline.module.js';
import { StaysModule } from './stays/stays.module.js';
import { TonightModule } from './tonight/tonight.module.js';
import { TaxesModule } from './taxes/taxes.module.js';

/** The hotel's front and back office, and the jobs of its night. */
@Module({
  imports: [
    TaxesModule,
    CityTaxesModule,
    PenaltiesModule,
    HotelPolicyModule,
    BookingsModule,
    FoliosModule,
    HousekeepingModule,
    MaintenanceModule,
    NoShowsModule,
    AvailabilityModule,
    LegalEntitiesModule,
    InvoicesModule,
    StaysModule,
    RoomTimelineModule,
    NightsModule,
    NightAuditModule,
    ImportsModule,
    TonightModule,
  ],
})
export class PmsModule {}
