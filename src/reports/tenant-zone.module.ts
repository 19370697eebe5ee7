import { Module } from '@nestjs/common';
import { ReportRegistryModule } from './report-registry.module.js';
import { ReportSettings } from './report-settings.js';
import { TenantZone } from './tenant-zone.js';

@Module({
  imports: [ReportRegistryModule],
  providers: [ReportSettings, TenantZone],
  exports: [ReportSettings, TenantZone],
})
export class TenantZoneModule {}
