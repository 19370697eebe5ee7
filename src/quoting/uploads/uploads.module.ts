import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { StorageModule } from '../../platform/storage/index.js';
import { AnalysisModule } from '../analysis/analysis.module.js';
import { FilesModule } from '../files/files.module.js';
import { PartFilesController } from './part-files.controller.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';

/** Part files over HTTP: taken in, shown with their analyses, removed. */
@Module({
  imports: [JobsModule, StorageModule, FilesModule, AnalysisModule],
  controllers: [UploadsController, PartFilesController],
  providers: [UploadsService],
})
export class UploadsModule {}
