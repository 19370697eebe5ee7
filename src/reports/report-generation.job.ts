import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { defineJob } from '../jobs/index.js';
import { IsDate } from '../platform/http/date-fields.js';
import { IsMailAddress } from '../platform/mail/mail-address.js';
import { AreReportColumns, IsNotBeside, IsReportType, IsWholeRange } from './report-fields.js';
import { PERIODS, type Period, USUAL_PERIOD } from './report-range.js';

export const FORMATS = ['pdf', 'xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export class ReportRangeRequest {
  @ApiProperty({ format: 'date', example: '2026-03-01' })
  @IsDate()
  from!: string;

  @ApiProperty({ format: 'date', example: '2026-03-31', description: 'Included' })
  @IsDate()
  to!: string;
}

export class ReportPayload {
  @ApiProperty({ example: 'analytics', description: 'One of GET /reports/types' })
  @IsString()
  @MaxLength(60)
  @IsReportType()
  reportType!: string;

  @ApiProperty({ enum: FORMATS })
  @IsIn(FORMATS)
  format!: Format;

  @ApiPropertyOptional({
    type: ReportRangeRequest,
    description: 'Days in the zone of the report settings, at most five years',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ReportRangeRequest)
  @IsWholeRange()
  range?: ReportRangeRequest;

  @ApiPropertyOptional({
    enum: PERIODS,
    default: USUAL_PERIOD,
    description: 'In place of range: days counted from the day of the report, for schedules',
  })
  @IsOptional()
  @IsIn(PERIODS)
  @IsNotBeside('range')
  period?: Period;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 100,
    example: ['number', 'issueDate', 'gross', 'currency'],
    description: 'Names of the columns wanted, in this order. Default: all',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  @AreReportColumns()
  columns?: string[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: 10,
    example: ['office@example.com'],
    description: 'Who gets a mail with a link to the file; the link expires',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsMailAddress({ each: true })
  @MaxLength(254, { each: true })
  deliverTo?: string[];
}

export class ReportTotal {
  @ApiProperty({ example: 'gross', description: 'Column that was summed up' }) column!: string;
  @ApiProperty({ type: String, nullable: true, example: 'EUR' }) currency!: string | null;
  @ApiProperty({ example: '69.57' }) value!: string;
}

export class ReportResult {
  @ApiProperty({ format: 'uuid' }) reportId!: string;
  @ApiProperty({ example: 'analytics' }) reportType!: string;
  @ApiProperty({ enum: FORMATS }) format!: Format;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ example: 'Europe/Zurich' }) timezone!: string;
  @ApiProperty({ description: 'Rows in the file, without header and totals' }) rows!: number;
  @ApiProperty({ description: 'There were more rows than the tenant may have in a file; the file says so' })
  truncated!: boolean;
  @ApiProperty({ type: [ReportTotal] }) totals!: ReportTotal[];
  @ApiProperty() bytes!: number;
  @ApiProperty({ description: 'Of the file, hexadecimal' }) sha256!: string;
  @ApiProperty({ description: 'The same file was there already, and is kept once' }) deduplicated!: boolean;
  @ApiProperty({ example: '/api/v1/reports/…/download' }) downloadUrl!: string;
}

/** Rule quoting B; its options are those of the original documents. */
export const ReportGeneration = defineJob<ReportPayload, ReportResult>({
  name: 'report-generation',
  title: 'Report',
  summary: 'A report as PDF, XLSX or CSV, of quotes, orders, invoices or analytics',
  payload: ReportPayload,
  result: ReportResult,
  concurrency: 2,
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 5_000 },
  deadlineMs: 180_000,
  limits: { tenantConcurrency: 2 },
});
