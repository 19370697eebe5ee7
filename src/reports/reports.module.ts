import { Module } from '@nestjs/common';

/** Reports that features declare, and the job `report-generation` that writes them. */
@Module({})
export class ReportsModule {}
