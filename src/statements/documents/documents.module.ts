import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { OwnerStatementsModule } from '../statements/statements.module.js';
import { StatementDocumentsController } from './documents.controller.js';
import { StatementDocuments } from './statement-documents.service.js';
import { StatementPrint } from './statement-print.job.js';
import { StatementPrintProcessor } from './statement-print.processor.js';

/** A statement as PDF, XLSX and CSV. */
@Module({
  imports: [OwnerStatementsModule, StorageModule, JobsModule.forFeature(StatementPrint)],
  controllers: [StatementDocumentsController],
  providers: [StatementDocuments, StatementPrintProcessor],
  exports: [StatementDocuments],
})
export class StatementDocumentsModule {}
