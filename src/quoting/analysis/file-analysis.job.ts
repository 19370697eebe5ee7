import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class FileAnalysisOptions {
  @ApiPropertyOptional({ default: true, description: 'Thickness, overhang, fit on machines, issues of manufacturing' })
  @IsOptional()
  @IsBoolean()
  performDfm?: boolean;

  @ApiPropertyOptional({ default: true, description: 'Also the mesh for a viewer and the thumbnail' })
  @IsOptional()
  @IsBoolean()
  extractGeometry?: boolean;
}

/** A text for people, on one line. */
const LINE = /^[^\p{Cc}]+$/u;

export class FileAnalysisPayload {
  @ApiProperty({
    example: 'file-123',
    description: `Id of a part file, or what another system calls it. With fileUrl, a file that is not known yet is fetched and
kept under this name.`,
  })
  @IsString()
  @Length(1, 200)
  @Matches(LINE, { message: 'fileId must be text on one line' })
  fileId!: string;

  @ApiPropertyOptional({
    example: 's3://bucket/file.stl',
    description: 'https://, or s3:// under the own prefix of the bucket',
  })
  @IsOptional()
  @MaxLength(2_000)
  @ValidateIf((payload: FileAnalysisPayload) => !/^s3:\/\/[^/]+\/.+/.test(String(payload.fileUrl)))
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: 'fileUrl must be https:// or s3://bucket/key' },
  )
  fileUrl?: string;

  @ApiPropertyOptional({ example: 'part.stl' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(LINE, { message: 'fileName must be text on one line' })
  fileName?: string;

  @ApiPropertyOptional({ example: 'stl', description: 'What the sender takes it for; its content decides' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{1,10}$/, { message: 'fileType must be letters and digits' })
  fileType?: string;

  @ApiPropertyOptional({ type: FileAnalysisOptions })
  @IsOptional()
  @ValidateNested()
  @Type(() => FileAnalysisOptions)
  analysisOptions?: FileAnalysisOptions;
}

export class FileAnalysisResult {
  @ApiProperty({ format: 'uuid', description: 'Id of the part file' }) fileId!: string;
  @ApiProperty({ format: 'uuid' }) analysisId!: string;
  @ApiProperty({ description: 'The same bytes were analysed before' }) cached!: boolean;
  @ApiProperty({ example: 'stl' }) format!: string;
  @ApiProperty({ example: 'solid' }) verdict!: string;
  @ApiProperty({ description: 'mm³' }) volume!: number;
  @ApiProperty({ description: 'mm²' }) area!: number;
  @ApiProperty() triangles!: number;
  @ApiProperty({ description: 'Findings of manufacturing' }) issues!: number;
  @ApiProperty() manufacturable!: boolean;
  @ApiProperty({ type: [String], description: 'Why a person must look at it; empty: a price may be made' })
  reviewReasons!: string[];
}

export const FileAnalysis = defineJob<FileAnalysisPayload, FileAnalysisResult>({
  name: 'file-analysis',
  title: 'Analysis of a part',
  summary: 'A part file measured: volume, area, boxes, whether it is closed, what manufacturing makes of it',
  payload: FileAnalysisPayload,
  result: FileAnalysisResult,
  concurrency: 2,
  // One tenant's files, which may take minutes each, leave a place to others.
  limits: { tenantConcurrency: 1 },
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 5_000 },
  deadlineMs: 300_000,
});
