/**
 * What benches and fault tests take of the product, by its names; the build makes dist/bundle/product.js of it, which loads in half
 * the time of the files behind it. Nest and the validators are in it too, because there must be one of each in a process.
 */
export { Global, Module } from '@nestjs/common';
export { ModuleRef, NestFactory } from '@nestjs/core';
export { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
export { AppModule } from '../dist/src/app.module.js';
export { createApp } from '../dist/src/bootstrap.js';
export { CalendarSync } from '../dist/src/catchup/calendars/calendar-sync.job.js';
export { ContactsService } from '../dist/src/catchup/contacts/contacts.service.js';
export { CatchupPreferences } from '../dist/src/catchup/preferences/catchup-preferences.js';
export { defaultPreferences } from '../dist/src/catchup/preferences/preferences.js';
export { CalendarAccounts } from '../dist/src/catchup/sources/accounts/calendar-accounts.js';
export { SuggestionGeneration } from '../dist/src/catchup/suggestions/suggestion-generation.job.js';
export { NamedHotels } from '../dist/src/jobs/accept/named-hotels.js';
export { JobControl } from '../dist/src/jobs/control/job-control.js';
export {
  defineJob,
  JobsLifecycle,
  JobsModule,
  JobsService,
  Processor,
  SchedulesService,
} from '../dist/src/jobs/index.js';
export { Ledger } from '../dist/src/jobs/ledger/ledger.js';
export { JobFacetCounts } from '../dist/src/jobs/queries/job-facets.js';
export { COUNT_AT_MOST, JobSearch } from '../dist/src/jobs/queries/job-search.js';
export { PausesService } from '../dist/src/jobs/queues/pauses.service.js';
export { DUE } from '../dist/src/jobs/schedules/due.sql.js';
export { ScheduleTick } from '../dist/src/jobs/schedules/schedule-tick.js';
export { TokensService, UsersService } from '../dist/src/platform/auth/index.js';
export { loadConfig } from '../dist/src/platform/config/config.js';
export { ConfigModule } from '../dist/src/platform/config/config.module.js';
export { DatabaseModule } from '../dist/src/platform/database/database.module.js';
export { TenantDatabase } from '../dist/src/platform/database/tenant-database.js';
export { SecretBox } from '../dist/src/platform/secrets/secret-box.js';
export { NumberHash } from '../dist/src/platform/sms/number-hash.js';
export { RequestContext } from '../dist/src/platform/tenancy/context.js';
export { TenancyModule } from '../dist/src/platform/tenancy/tenancy.module.js';
export { AvailabilityRecalcProcessor } from '../dist/src/pms/availability/availability-recalc.processor.js';
export { DailyHousekeepingRoundProcessor } from '../dist/src/pms/housekeeping/daily-housekeeping-round.processor.js';
export { InvoiceGenerationProcessor } from '../dist/src/pms/invoices/invoice-generation.processor.js';
export { PreventiveMaintenanceProcessor } from '../dist/src/pms/maintenance/preventive-maintenance.processor.js';
export { NIGHT_JOBS } from '../dist/src/pms/nights/night-job.js';
export { NoShowCheckProcessor } from '../dist/src/pms/no-shows/no-show-check.processor.js';
export { TonightService } from '../dist/src/pms/tonight/tonight.service.js';
export { QuoteCalculation } from '../dist/src/quoting/quotes/calculation/quote-calculation.job.js';
export { priceQuote } from '../dist/src/quoting/quotes/pricing/price-quote.js';
export { GenerationClock } from '../dist/src/rooms/generation/generation-clock.js';
export { RoomGenerationWork } from '../dist/src/rooms/generation/room-generation.work.js';
export {
  HotelsService,
  RoomCategoriesService,
  RoomGeneration,
  RoomsModule,
  RoomsService,
} from '../dist/src/rooms/index.js';
export { serve } from '../dist/src/serve.js';
export { StatementDocuments } from '../dist/src/statements/documents/statement-documents.service.js';
export { StatementPrint } from '../dist/src/statements/documents/statement-print.job.js';
export { RunStarter } from '../dist/src/statements/runs/run-starter.js';
export { RunViews } from '../dist/src/statements/runs/run-views.js';
export { StatementGenerationJob } from '../dist/src/statements/runs/statement-generation.job.js';
export { StatementMaking } from '../dist/src/statements/runs/statement-making.js';
