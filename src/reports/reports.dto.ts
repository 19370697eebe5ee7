import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PageQuery } from '../platform/http/page.query.js';
import { FORMATS, type Format, ReportTotal } from './report-generation.job.js';
import { REPORT_STATUSES, type ReportStatus } from './report-row.js';

export class ReportsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'invoices' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  reportType?: string;

  @ApiPropertyOptional({ enum: FORMATS })
  @IsOptional()
  @IsIn(FORMATS)
  format?: Format;
}

export class ReportSettingsRequest {
  @ApiProperty({ example: 'Europe/Zurich', description: 'In which the days of reports begin and end' })
  @IsString()
  @MaxLength(60)
  timezone!: string;

  @ApiPropertyOptional({
    minimum: 1,
    description: 'Most rows of a file; what is more is left out, and the file says so. Default: as the platform allows',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  mostRows?: number;
}

export class ReportSettingsResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Europe/Zurich',
    description: 'Null until it is set: a report then has the zone of what it is about, the workshop or the hotels',
  })
  timezone!: string | null;
  @ApiProperty() mostRows!: number;
}

export class AcceptedReportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'The same as id' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
  @ApiProperty({ example: '/api/v1/reports/…/download', description: 'Once the job is completed' })
  downloadUrl!: string;
}

export class ReportColumnResponse {
  @ApiProperty({ example: 'gross' }) name!: string;
  @ApiProperty({ example: 'Gross' }) title!: string;
  @ApiProperty({ enum: ['text', 'number', 'decimal', 'money', 'date', 'instant'] }) type!: string;
  @ApiProperty({ description: 'Summed up below the rows' }) sum!: boolean;
}

export class ReportTypeResponse {
  @ApiProperty({ example: 'invoices' }) reportType!: string;
  @ApiProperty({ example: 'Invoices' }) title!: string;
  @ApiProperty({ type: [String], description: 'Parts of the platform whose rows it has' }) sources!: string[];
  @ApiProperty({ type: [ReportColumnResponse] }) columns!: ReportColumnResponse[];
}

export class ReportTypesResponse {
  @ApiProperty({ type: [ReportTypeResponse] }) reportTypes!: ReportTypeResponse[];
  @ApiProperty() total!: number;
}

export class ReportErrorResponse {
  @ApiProperty({ example: 'UNKNOWN_REPORT' }) code!: string;
  @ApiProperty() message!: string;
}

export class ReportCreatorResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'manager@example.com' }) email!: string | null;
}

export class ReportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid', description: 'The same as id' }) jobId!: string;
  @ApiProperty({ example: 'invoices' }) reportType!: string;
  @ApiProperty({ enum: FORMATS }) format!: Format;
  @ApiProperty({ enum: REPORT_STATUSES }) status!: ReportStatus;
  @ApiProperty({ minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({
    type: ReportCreatorResponse,
    nullable: true,
    description: 'Null: a schedule, or a key of the platform',
  })
  createdBy!: ReportCreatorResponse | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Null until it has begun' }) from!:
    | string
    | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) to!: string | null;
  @ApiProperty({ type: String, nullable: true }) timezone!: string | null;
  @ApiProperty({ type: Number, nullable: true }) rows!: number | null;
  @ApiProperty({ type: Boolean, nullable: true }) truncated!: boolean | null;
  @ApiProperty({ type: [ReportTotal] }) totals!: ReportTotal[];
  @ApiProperty({ type: Number, nullable: true }) bytes!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the file, hexadecimal' }) sha256!: string | null;
  @ApiProperty({ type: ReportErrorResponse, nullable: true }) error!: ReportErrorResponse | null;
  @ApiProperty() statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null while there is no file, and when it is not kept any more',
  })
  downloadUrl!: string | null;
}

export class ReportsResponse {
  @ApiProperty({ type: [ReportResponse] }) reports!: ReportResponse[];
  @ApiProperty() total!: number;
}
