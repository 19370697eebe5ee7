import { Module } from '@nestjs/common';
import { ReportRegistry } from './report-registry.js';

@Module({ providers: [ReportRegistry], exports: [ReportRegistry] })
export class ReportRegistryModule {}
