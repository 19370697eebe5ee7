import { ApiProperty } from '@nestjs/swagger';
import { FileAnalysisOptions } from './file-analysis.job.js';

export class AnalyseRequest extends FileAnalysisOptions {}

export class StartedAnalysisResponse {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}
