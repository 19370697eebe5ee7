import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { MessagesModule } from '../../messages/index.js';
import { OwnerStatementsModule } from '../statements/statements.module.js';
import { BulkStatementGeneration } from './bulk-statement-generation.job.js';
import { BulkStatementGenerationProcessor } from './bulk-statement-generation.processor.js';
import { OwnerStatements } from './owner-statements.service.js';
import { NoProviderReads, ProviderReads } from './provider-reads.js';
import { RunClosing } from './run-closing.js';
import { RunStarter } from './run-starter.js';
import { RunTargets } from './run-targets.js';
import { RunViews } from './run-views.js';
import { RunsController } from './runs.controller.js';
import { RunsRepository } from './runs.repository.js';
import { RunsService } from './runs.service.js';
import { StatementGenerationJob } from './statement-generation.job.js';
import { StatementGenerationProcessor } from './statement-generation.processor.js';
import { StatementMaking } from './statement-making.js';
import { StatementRunEnd } from './statement-run-end.job.js';
import { StatementRunEndProcessor } from './statement-run-end.processor.js';
import { StatementsReady } from './statements-ready.mail.js';

/** Statements of all owners at once. */
@Module({
  imports: [
    JobsModule.forFeature(BulkStatementGeneration, StatementGenerationJob, StatementRunEnd),
    MessagesModule.forFeature(StatementsReady),
    OwnerStatementsModule,
  ],
  controllers: [RunsController],
  providers: [
    RunsRepository,
    RunTargets,
    RunClosing,
    RunStarter,
    RunViews,
    RunsService,
    StatementMaking,
    OwnerStatements,
    { provide: ProviderReads, useClass: NoProviderReads },
    BulkStatementGenerationProcessor,
    StatementGenerationProcessor,
    StatementRunEndProcessor,
  ],
  exports: [RunStarter],
})
export class StatementRunsModule {}
