import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ImportCounts } from './booking-import.job.js';
import { IMPORT_STATUSES, type ImportStatus } from './import-row.js';
import { REJECT_REASONS } from './map-record.js';

export class CreateImportQuery {
  @ApiProperty({ description: 'Hotel that gets the bookings' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({
    example: 'Resort Hotel',
    description: 'Rows with this value in the column "hotel" are taken; others are skipped',
  })
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=\s*\S)[^\p{Cc}]*$/u, { message: 'sourceHotel must be the name of a hotel in the file' })
  sourceHotel!: string;

  @ApiPropertyOptional({
    example: 'A:STD,B:DBL',
    description: 'Room types of the file (reserved_room_type) and the codes of the room categories they become',
  })
  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  roomTypes?: string;

  @ApiPropertyOptional({
    example: 'STD',
    description: 'Code of the room category of all other types; without it their rows are rejected',
  })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Z0-9_-]{1,20}$/, { message: 'defaultRoomType must be the code of a room category' })
  defaultRoomType?: string;
}

export class ImportsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class AcceptedImportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class ImportErrorResponse {
  @ApiProperty({ example: 'WRONG_HEADER' }) code!: string;
  @ApiProperty({ example: 'The header lacks adr' }) message!: string;
}

export class ImportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: 'Resort Hotel' }) sourceHotel!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { A: 'STD', B: 'DBL' },
    description: 'Codes of the room categories as they were when the file was sent',
  })
  roomTypes!: Record<string, string>;
  @ApiProperty({ type: String, nullable: true, example: 'STD' }) defaultRoomType!: string | null;
  @ApiProperty({
    enum: IMPORT_STATUSES,
    description: 'failed, cancelled: its job can be retried and goes on from there',
  })
  status!: ImportStatus;
  @ApiProperty({ minimum: 0, maximum: 100, description: 'Share of the bytes that are done, per cent' })
  progress!: number;
  @ApiProperty({ description: 'Size of the file' }) bytes!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Of the file, hexadecimal; null while it comes' })
  sha256!: string | null;
  @ApiProperty({ type: ImportCounts }) counts!: ImportCounts;
  @ApiProperty({ type: ImportErrorResponse, nullable: true, description: 'What went wrong, of a failed one' })
  error!: ImportErrorResponse | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ type: String, nullable: true }) statusUrl!: string | null;
  @ApiProperty({ type: String, nullable: true }) eventsUrl!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: Date | null;
}

export class ImportsResponse {
  @ApiProperty({ type: [ImportResponse] }) imports!: ImportResponse[];
  @ApiProperty() total!: number;
}

export class RejectResponse {
  @ApiProperty({ description: 'Line of the file on which the record begins; the header is line 1' }) line!: number;
  @ApiProperty({ enum: REJECT_REASONS }) reason!: string;
  @ApiProperty({ example: 'adr is "-6.38"; it must be 0 or more' }) message!: string;
}

export class RejectsResponse {
  @ApiProperty({ type: [RejectResponse] }) rejects!: RejectResponse[];
  @ApiProperty() total!: number;
}
