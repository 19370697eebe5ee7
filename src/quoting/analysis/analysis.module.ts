import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/index.js';
import { OutboundModule } from '../../platform/outbound/outbound.module.js';
import { StorageModule } from '../../platform/storage/index.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { FilesModule } from '../files/files.module.js';
import { AnalysisBasis } from './analysis-basis.js';
import { AnalysesRepository } from './analyses.repository.js';
import { AnalysesService } from './analyses.service.js';
import { AnalysisController } from './analysis.controller.js';
import { AnalysisRunner } from './analysis-runner.js';
import { FileAnalysis } from './file-analysis.job.js';
import { FileAnalysisProcessor } from './file-analysis.processor.js';
import { FileAnalysisWork } from './file-analysis.work.js';
import { FileFetcher } from './file-fetcher.js';

/** Part files measured, each in a process of its own. */
@Module({
  imports: [JobsModule.forFeature(FileAnalysis), OutboundModule, StorageModule, CatalogueModule, FilesModule],
  controllers: [AnalysisController],
  providers: [
    AnalysisBasis,
    AnalysesRepository,
    AnalysesService,
    AnalysisRunner,
    FileFetcher,
    FileAnalysisWork,
    FileAnalysisProcessor,
  ],
  exports: [AnalysisBasis, AnalysesRepository, AnalysesService],
})
export class AnalysisModule {}
