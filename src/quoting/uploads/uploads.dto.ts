import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ANALYSIS_STATUSES, type AnalysisStatus } from '../analysis/analyses.service.js';
import { PartAnalysisResponse } from '../analysis/part-analysis.dto.js';
import { type FileUnit, LENGTH_UNITS } from '../files/part-file.entity.js';

/** What a form tells of its file. */
export class UploadFields {
  @ApiPropertyOptional({
    enum: LENGTH_UNITS,
    description: 'Of the lengths in the file, where it does not name one itself',
  })
  @IsOptional()
  @IsIn(LENGTH_UNITS)
  unit?: FileUnit;

  @ApiPropertyOptional({ example: 'file-123', description: 'What another system calls the file; unique' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}]+$/u, { message: 'externalRef must be text on one line' })
  externalRef?: string;
}

export class UpdateFileRequest {
  @ApiProperty({
    enum: [...LENGTH_UNITS, null],
    type: String,
    nullable: true,
    description: 'Of the lengths in the file; one that the file names itself goes first. null: it is assumed',
  })
  @ValidateIf(({ unit }: UpdateFileRequest) => unit !== null)
  @IsIn(LENGTH_UNITS)
  unit!: FileUnit | null;
}

export class OfferUploadRequest {
  @ApiProperty({ example: 'bracket.stl' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ example: 'model/stl' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  contentType?: string;
}

export class OfferedUploadResponse {
  @ApiProperty({
    enum: ['form', 'multipart'],
    description: 'form: to the storage itself, then complete; multipart: to url, here',
  })
  method!: 'form' | 'multipart';
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'For POST /files/uploads/{id}/complete' })
  id!: string | null;
  @ApiProperty() url!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Fields of the form, before its field file',
  })
  fields!: Record<string, string>;
  @ApiProperty({ description: 'Most bytes that are taken' }) limitBytes!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expiresAt!: Date | null;
}

export class AcceptedFileResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() bytes!: number;
  @ApiProperty({ description: 'Hexadecimal' }) sha256!: string;
  @ApiProperty({ format: 'uuid', description: 'The job that analyses it' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class AnalysisErrorResponse {
  @ApiProperty({ example: 'unrecognised' }) code!: string;
  @ApiProperty() message!: string;
}

export class ListedFileResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: LENGTH_UNITS, nullable: true, type: String }) unit!: FileUnit | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'stl',
    description: 'Found in its content; null until it is analysed',
  })
  format!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ description: 'Hexadecimal' }) sha256!: string;
  @ApiProperty({ type: String, nullable: true }) externalRef!: string | null;
  @ApiProperty({ enum: ANALYSIS_STATUSES, description: 'Of the analysis that was asked for last' })
  analysisStatus!: AnalysisStatus;
  @ApiProperty({ type: AnalysisErrorResponse, nullable: true }) analysisError!: AnalysisErrorResponse | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ type: String, nullable: true }) statusUrl!: string | null;
  @ApiProperty({ type: String, nullable: true }) eventsUrl!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class PartFileResponse extends ListedFileResponse {
  @ApiProperty({ type: PartAnalysisResponse, nullable: true, description: 'The last that succeeded' })
  analysis!: PartAnalysisResponse | null;
  @ApiProperty({
    description:
      'It was measured with other machines, other limits or another version of the analyser than today, or only in part: POST /files/{id}/analyse measures it again. Prices hold its figures against the machines and limits of the day; where an earlier analyser measured wrongly, they wait for a person',
  })
  analysisOutdated!: boolean;
  @ApiProperty({ type: String, nullable: true, example: '/api/v1/files/…/mesh' }) meshUrl!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '/api/v1/files/…/thumbnail' }) thumbnailUrl!: string | null;
}

export class PartFilesResponse {
  @ApiProperty({ type: [ListedFileResponse] }) files!: ListedFileResponse[];
  @ApiProperty() total!: number;
}
