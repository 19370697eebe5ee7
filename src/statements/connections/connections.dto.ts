import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { IsId, OrNull } from '../parties/fields.js';
import type { ReadState } from './connection.entity.js';
import { PROVIDERS, type ProviderName } from './provider/provider.js';

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** Printable characters alone: a key goes into a header. */
const KEY = /^[\x21-\x7e]+$/;

export class CreateConnectionRequest {
  @ApiProperty({ enum: PROVIDERS })
  @IsIn(PROVIDERS)
  provider!: ProviderName;

  @ApiPropertyOptional({
    example: 'hostify',
    description: "Source of its stays, and stays it; default: the provider's name",
  })
  @IfGiven()
  @Matches(NAME, { message: 'name must be 1 to 40 of a-z, 0-9 and -' })
  name?: string;

  @ApiPropertyOptional({ example: 'https://api-rms.hostify.com', description: "Default: the provider's own" })
  @IfGiven()
  @IsString()
  @MaxLength(500)
  baseUrl?: string;

  @ApiProperty({ description: 'Key, or secret of a client. Kept encrypted, never answered', writeOnly: true })
  @IsString()
  @MinLength(4)
  @MaxLength(2_000)
  @Matches(KEY, { message: 'apiKey must hold neither spaces nor other than ASCII characters' })
  apiKey!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Where the provider has one beside the secret (Guesty)',
  })
  @OrNull()
  @IsWords(200)
  clientId?: string | null;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;

  @ApiPropertyOptional({
    default: '30 2 * * *',
    description: 'When its stays are read, five fields, in the zone of /statement-settings',
  })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  cron?: string;
}

export class UpdateConnectionRequest {
  @ApiPropertyOptional({ description: 'With the key: a key is never sent to an address that it was not given for' })
  @IfGiven()
  @IsString()
  @MaxLength(500)
  baseUrl?: string;

  @ApiPropertyOptional({ writeOnly: true })
  @IfGiven()
  @IsString()
  @MinLength(4)
  @MaxLength(2_000)
  @Matches(KEY, { message: 'apiKey must hold neither spaces nor other than ASCII characters' })
  apiKey?: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @OrNull()
  @IsWords(200)
  clientId?: string | null;

  @ApiPropertyOptional()
  @IfGiven()
  @IsBoolean()
  active?: boolean;

  @ApiPropertyOptional({ example: '30 2 * * *' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  cron?: string;
}

export class ConnectionErrorResponse {
  @ApiProperty({ example: 'unauthorized' }) code!: string;
  @ApiProperty({ example: 'the provider refused the key (401)' }) message!: string;
}

export class ConnectionResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: PROVIDERS }) provider!: ProviderName;
  @ApiProperty({ example: 'hostify' }) name!: string;
  @ApiProperty() baseUrl!: string;
  @ApiProperty({ type: String, nullable: true }) clientId!: string | null;
  @ApiProperty() active!: boolean;
  @ApiProperty({ example: '30 2 * * *' }) cron!: string;
  @ApiProperty({ enum: ['none', 'running', 'ok', 'failed'], description: 'Of the last reading' }) lastState!: ReadState;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastStateAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When all was last read' })
  lastOkAt!: Date | null;
  @ApiProperty({ type: ConnectionErrorResponse, nullable: true }) lastError!: ConnectionErrorResponse | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) lastJobId!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class ConnectionsResponse {
  @ApiProperty({ type: [ConnectionResponse] }) connections!: ConnectionResponse[];
  @ApiProperty() total!: number;
}

export class ConnectionTestResponse {
  @ApiProperty() ok!: boolean;
  @ApiProperty({ type: Number, nullable: true, description: 'Listings that the provider tells' }) listings!:
    | number
    | null;
  @ApiProperty({ type: ConnectionErrorResponse, nullable: true }) error!: ConnectionErrorResponse | null;
}

export class ProviderListingResponse {
  @ApiProperty({ example: '104233' }) externalId!: string;
  @ApiProperty({ example: 'Loft Alfama' }) name!: string;
  @ApiProperty({ type: String, nullable: true }) currency!: string | null;
  @ApiProperty({ description: 'False: no longer managed there' }) active!: boolean;
  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'False: matched once, and no longer told by the provider; null: it did not answer',
  })
  told!: boolean | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Yours' }) listingId!: number | null;
  @ApiProperty({ type: String, nullable: true }) listingName!: string | null;
}

export class ProviderListingsResponse {
  @ApiProperty({ type: [ProviderListingResponse] }) listings!: ProviderListingResponse[];
  @ApiProperty({
    type: ConnectionErrorResponse,
    nullable: true,
    description: 'Why the provider did not tell its listings: then only matched ones are listed',
  })
  error!: ConnectionErrorResponse | null;
  @ApiProperty() total!: number;
}

export class MatchRequest {
  @ApiProperty({ example: '104233' })
  @IsWords(200)
  externalId!: string;

  @ApiProperty({ type: Number, nullable: true, example: 1, description: 'null: none of yours any more' })
  @OrNull()
  @IsId()
  listingId!: number | null;
}

export class MatchesRequest {
  @ApiProperty({ type: [MatchRequest], description: 'Those left out stay as they are' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => MatchRequest)
  listings!: MatchRequest[];
}

export class MatchResponse {
  @ApiProperty() externalId!: string;
  @ApiProperty() listingId!: number;
}

export class MatchesResponse {
  @ApiProperty({ type: [MatchResponse], description: 'All of this connection' }) matches!: MatchResponse[];
  @ApiProperty() total!: number;
}

export class SyncRequest {
  @ApiPropertyOptional({ format: 'date', example: '2028-03-01', description: 'Default: 400 days ago' })
  @IfGiven()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ format: 'date', example: '2028-03-31', description: 'Default: in 550 days' })
  @IfGiven()
  @IsDate()
  to?: string;
}

export class SyncResponse {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
}
