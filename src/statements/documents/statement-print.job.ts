import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class StatementPrintPayload {
  @ApiProperty({ format: 'uuid', description: 'A statement that is final' })
  @IsUUID()
  statementId!: string;
}

export class StatementPrintResult {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty({ description: 'Of the bytes, hexadecimal' }) sha256!: string;
  @ApiProperty() bytes!: number;
}

/** Keeps the PDF of a statement once it is final, so that no later version of the program prints it differently. */
export const StatementPrint = defineJob<StatementPrintPayload, StatementPrintResult>({
  name: 'statement-print',
  title: 'PDF of a statement',
  summary: 'The PDF of a final statement, kept once',
  payload: StatementPrintPayload,
  result: StatementPrintResult,
  concurrency: 4,
  attempts: 5,
  deadlineMs: 120_000,
  dedupe: ({ statementId }) => statementId,
});
