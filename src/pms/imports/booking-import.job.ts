import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';

export class BookingImportPayload {
  @ApiProperty({ format: 'uuid', description: 'The import whose file is read' })
  @IsUUID()
  importId!: string;
}

export class ImportCounts {
  @ApiProperty({ description: 'Records read; each is imported, skipped or rejected' }) read!: number;
  @ApiProperty() imported!: number;
  @ApiProperty({ description: 'Records of other hotels' }) skipped!: number;
  @ApiProperty() rejected!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { NO_NIGHTS: 715, NEGATIVE_RATE: 1 },
  })
  rejectedByReason!: Record<string, number>;
}

export class BookingImportResult extends ImportCounts {
  @ApiProperty({ format: 'uuid' }) importId!: string;
  @ApiProperty() hotelId!: number;
}

export const BookingImport = defineJob<BookingImportPayload, BookingImportResult>({
  name: 'booking-import',
  title: 'Import of bookings',
  summary: 'Bookings made elsewhere, read from the file of an import; goes on at its checkpoint',
  payload: BookingImportPayload,
  result: BookingImportResult,
  concurrency: 2,
  attempts: 5,
  deadlineMs: 1_800_000,
  dedupe: ({ importId }) => importId,
  limits: { tenantConcurrency: 2 },
});
