import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';

export class ProviderSyncPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  connectionId!: string;

  @ApiPropertyOptional({ format: 'date', description: 'First day; default: 400 days ago' })
  @IfGiven()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day; default: in 550 days' })
  @IfGiven()
  @IsDate()
  to?: string;
}

export class UnknownListing {
  @ApiProperty({ example: '104233' }) externalId!: string;
  @ApiProperty({ example: 'Loft Alfama' }) name!: string;
}

export class ProviderSyncResult {
  @ApiProperty({ format: 'uuid' }) connectionId!: string;
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date' }) to!: string;
  @ApiProperty({ description: 'Listings that were read' }) listings!: number;
  @ApiProperty({ description: 'Stays that the provider told' }) read!: number;
  @ApiProperty() added!: number;
  @ApiProperty() changed!: number;
  @ApiProperty() same!: number;
  @ApiProperty({ description: 'Of those kept' }) needsReview!: number;
  @ApiProperty({ description: 'Enquiries and refusals' }) ignored!: number;
  @ApiProperty({ description: 'Listings of the provider that are matched with none of yours' })
  unknown!: number;
  @ApiProperty({ type: [UnknownListing], description: 'The first 200 of them' })
  unknownListings!: UnknownListing[];
}

export const ProviderSync = defineJob<ProviderSyncPayload, ProviderSyncResult>({
  name: 'provider-sync',
  title: 'Sync of a connection',
  summary: 'Stays of a connection, listing by listing; goes on with the listings that are not read yet',
  payload: ProviderSyncPayload,
  result: ProviderSyncResult,
  concurrency: 2,
  attempts: 4,
  backoff: { type: 'exponential', delayMs: 30_000, maxMs: 600_000 },
  // Ten requests a second and a thousand listings take some minutes; a provider that asks for patience takes hours.
  deadlineMs: 4 * 3_600_000,
  dedupe: ({ connectionId, from, to }) => `${connectionId} ${from ?? ''} ${to ?? ''}`,
  limits: { tenantConcurrency: 2 },
});
