import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { OwnerExpensesModule } from '../expenses/expenses.module.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { OwnerStatementsModule } from '../statements/statements.module.js';
import { BulkStatementGeneration } from './bulk-statement-generation.job.js';
import { BulkStatementGenerationProcessor } from './bulk-statement-generation.processor.js';
import { OwnerStatements } from './owner-statements.service.js';
import { RunClosing } from './run-closing.js';
import { RunStarter } from './run-starter.js';
import { RunTargets } from './run-targets.js';
import { RunViews } from './run-views.js';
import { RunsController } from './runs.controller.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';
import { StatementScheduleJob } from './schedules/statement-schedule.job.js';
import { StatementScheduleProcessor } from './schedules/statement-schedule.processor.js';
import { StatementSchedulesController } from './schedules/statement-schedules.controller.js';
import { StatementSchedulesService } from './schedules/statement-schedules.service.js';
import { StatementGenerationJob } from './statement-generation.job.js';
import { StatementGenerationProcessor } from './statement-generation.processor.js';
import { StatementMaking } from './statement-making.js';
import { StatementRunEnd } from './statement-run-end.job.js';
import { StatementRunEndProcessor } from './statement-run-end.processor.js';
import { StatementsReady } from './statements-ready.mail.js';

/** Statements of all owners at once, by hand or by a schedule. */
@Module({
  imports: [
    JobsModule.forFeature(BulkStatementGeneration, StatementGenerationJob, StatementRunEnd, StatementScheduleJob),
    MessagesModule.forFeature(StatementsReady),
    RentalPartiesModule,
    OwnerExpensesModule,
    OwnerStatementsModule,
    ConnectionsModule,
  ],
  controllers: [RunsController, StatementSchedulesController],
  providers: [
    RunsRepository,
    RunTargets,
    RunClosing,
    RunStarter,
    RunViews,
    RunsService,
    StatementMaking,
    OwnerStatements,
    BulkStatementGenerationProcessor,
    StatementGenerationProcessor,
    StatementRunEndProcessor,
    StatementSchedulesService,
    StatementScheduleProcessor,
  ],
  exports: [RunStarter],
})
export class StatementRunsModule {}
