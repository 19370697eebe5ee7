import { Module } from '@nestjs/common';
import { ReportsModule } from '../../reports/index.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { OwnerPayoutsModule } from '../payouts/payouts.module.js';
import { OwnerStatementsReport } from './owner-statements.report.js';
import { TrustCheckController } from './trust/trust-check.controller.js';
import { TrustCheck } from './trust/trust-check.service.js';
import { YearSummaryController } from './year/year-summary.controller.js';
import { YearSummaries } from './year/year-summary.service.js';

/** A year of an owner, and whether the bank holds what it owes. */
@Module({
  imports: [RentalPartiesModule, OwnerPayoutsModule, ReportsModule.forFeature(OwnerStatementsReport)],
  controllers: [YearSummaryController, TrustCheckController],
  providers: [YearSummaries, TrustCheck],
})
export class OwnerSummariesModule {}
