import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { RentalPartiesModule } from '../parties/parties.module.js';
import { RentalReservationsModule } from '../reservations/reservations.module.js';
import { StatementImport } from './file-import.job.js';
import { FileImportProcessor } from './file-import.processor.js';
import { FileImportWork } from './file-import.work.js';
import { FileImportsController } from './file-imports.controller.js';
import { FileImportsRepository } from './file-imports.repository.js';
import { FileImportsService } from './file-imports.service.js';
import { ImportCounter } from './import-counter.js';
import { FileMappingsController } from './mappings/file-mappings.controller.js';
import { FileMappings } from './mappings/file-mappings.service.js';
import { PreviewRetention } from './preview-retention.js';
import { RejectedRowsCsv } from './rejects-csv.js';
import { RowExpenses } from './row-expenses.js';
import { RowJudge } from './row-judge.js';
import { StagedRows } from './staged-rows.js';
import { Staging } from './staging.js';
import { StayRowsController } from './stay-rows.controller.js';

/** Stays and payouts from the files of channels and other programs. */
@Module({
  imports: [JobsModule.forFeature(StatementImport), StorageModule, RentalPartiesModule, RentalReservationsModule],
  controllers: [FileImportsController, FileMappingsController, StayRowsController],
  providers: [
    FileImportsRepository,
    FileImportsService,
    FileMappings,
    Staging,
    StagedRows,
    RowJudge,
    RowExpenses,
    ImportCounter,
    FileImportWork,
    FileImportProcessor,
    RejectedRowsCsv,
    PreviewRetention,
  ],
})
export class FileImportsModule {}
