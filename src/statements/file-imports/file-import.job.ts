import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class StatementImportPayload {
  @ApiProperty({ format: 'uuid', description: 'The confirmed import whose rows are kept' })
  @IsUUID()
  importId!: string;
}

export class StatementImportResult {
  @ApiProperty({ format: 'uuid' }) importId!: string;
  @ApiProperty() rows!: number;
  @ApiProperty({ description: 'Stays that were not known' }) newStays!: number;
  @ApiProperty({ description: 'Stays that got another version' }) changedStays!: number;
  @ApiProperty({ description: 'Rows that were kept before' }) duplicates!: number;
  @ApiProperty({ description: 'Rows that a person must look at' }) review!: number;
  @ApiProperty() rejected!: number;
}

export const StatementImport = defineJob<StatementImportPayload, StatementImportResult>({
  name: 'statement-import',
  title: 'Import of stays and payouts',
  summary: 'Stays and payouts kept from a file that was confirmed; goes on where it was cut off',
  payload: StatementImportPayload,
  result: StatementImportResult,
  concurrency: 2,
  attempts: 5,
  deadlineMs: 1_800_000,
  dedupe: ({ importId }) => importId,
  // Of two files with the same rows the second must see what the first has kept.
  limits: { tenantConcurrency: 1 },
});
