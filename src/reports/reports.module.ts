import { type DynamicModule, Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { MessagesModule } from '../messages/index.js';
import { AuditModule } from '../platform/audit/audit.module.js';
import { RetentionModule } from '../platform/retention/retention.module.js';
import { StorageModule } from '../platform/storage/index.js';
import type { ReportDefinition } from './report-definition.js';
import { ReportGeneration } from './report-generation.job.js';
import { ReportGenerationProcessor } from './report-generation.processor.js';
import { ReportGenerationWork } from './report-generation.work.js';
import { ReportReady } from './report-ready.mail.js';
import { ReportRegistry } from './report-registry.js';
import { ReportRegistryModule } from './report-registry.module.js';
import { ReportRetention } from './report-retention.js';
import { ReportWriter } from './report-writer.js';
import { ReportsController } from './reports.controller.js';
import { ReportsRepository } from './reports.repository.js';
import { ReportsService } from './reports.service.js';
import { TenantZoneModule } from './tenant-zone.module.js';

/** The reports of one feature. */
@Module({})
class FeatureReportsModule {}

/** Reports that features declare, and the job `report-generation` that writes them. */
@Module({
  imports: [
    ReportRegistryModule,
    TenantZoneModule,
    JobsModule.forFeature(ReportGeneration),
    MessagesModule.forFeature(ReportReady),
    StorageModule,
    AuditModule,
    RetentionModule,
  ],
  controllers: [ReportsController],
  providers: [
    ReportsRepository,
    ReportWriter,
    ReportsService,
    ReportRetention,
    ReportGenerationWork,
    ReportGenerationProcessor,
  ],
})
export class ReportsModule {
  /** What the area imports that declares the reports. */
  static forFeature(...definitions: ReportDefinition[]): DynamicModule {
    return {
      module: FeatureReportsModule,
      imports: [ReportRegistryModule],
      providers: [
        {
          provide: `REPORTS(${definitions.map(({ type, source }) => `${type} of ${source}`).join(', ')})`,
          inject: [ReportRegistry],
          useFactory: (registry: ReportRegistry) => {
            for (const definition of definitions) registry.register(definition);
            return definitions;
          },
        },
      ],
    };
  }
}
