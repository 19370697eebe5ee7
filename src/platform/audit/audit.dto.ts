import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDateString, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { PageQuery } from '../http/page.query.js';

/** Most things that are asked for at a time, e.g. a booking and its folio. */
const MOST_TARGETS = 10;

/** Things with commas between them, each `collection/id`. */
const IsTargets = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsArray(),
    ArrayMaxSize(MOST_TARGETS),
    MaxLength(400, { each: true }),
    Matches(/^[a-z-]{1,60}\/[\x20-\x7e]+$/, {
      each: true,
      message: 'target must be of the form collection/id, such as bookings/01980000-0000-7000-8000-000000000001',
    }),
  );

const targets = {
  type: String,
  example: 'bookings/01980000-0000-7000-8000-000000000001',
  description: `Entries about these things: collection and id as in the paths of the API, with commas between several (at most ${MOST_TARGETS}).`,
} as const;

/** What was done to a thing, or to several that belong together. */
export class AuditTargetQuery extends PageQuery {
  @ApiProperty(targets)
  @IsTargets()
  target!: string[];
}

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional(targets)
  @IsOptional()
  @IsTargets()
  target?: string[];

  @ApiPropertyOptional({ format: 'uuid', description: 'User who acted, by themselves or through a key.' })
  @IsOptional()
  @IsUUID()
  actorId?: string;

  @ApiPropertyOptional({ example: 'retry', description: 'Part of the action.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  action?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'At or after.' })
  @IsOptional()
  @IsDateString({ strict: true })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before.' })
  @IsOptional()
  @IsDateString({ strict: true })
  to?: string;

  @ApiPropertyOptional({ format: 'uuid', description: '`nextCursor` of the page before; without an offset.' })
  @IsOptional()
  @IsUUID()
  cursor?: string;
}

const anything = { type: 'object', additionalProperties: true } as const;

export class AuditEntryResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) actorId!: string | null;
  @ApiProperty({
    enum: ['user', 'api-key', 'oidc', 'cron', 'job', 'unknown', 'command'],
    description: 'unknown: a log-in without account; command: npm run tenant.',
  })
  actorKind!: string;
  @ApiProperty({ type: String, nullable: true, description: 'E-mail address; of a failed log-in, the one given.' })
  actorName!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      "Of a person without an account here who came with a token of the identity provider: `oidc:`, the issuer hashed, and the token's subject.",
  })
  actorSubject!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Key that was used.' })
  apiKeyId!: string | null;
  @ApiProperty() role!: string;
  @ApiProperty({ example: 'POST /jobs/:id/retry' }) action!: string;
  @ApiProperty({ ...anything, description: 'Path parameters.' }) target!: Record<string, unknown>;
  @ApiProperty({
    type: [String],
    example: ['jobs/01980000-0000-7000-8000-000000000001'],
    description: 'What it is about, as `collection/id`: what the path names first, then what was made or started.',
  })
  about!: string[];
  @ApiProperty({ ...anything, nullable: true, description: 'The body without secrets, cut when long.' })
  detail!: Record<string, unknown> | null;
  @ApiProperty({ description: 'HTTP status of the answer; refusals are noted too.' }) status!: number;
  @ApiProperty({ type: String, nullable: true }) requestId!: string | null;
}

export class AuditListResponse {
  @ApiProperty({ type: [AuditEntryResponse] }) entries!: AuditEntryResponse[];
  @ApiProperty({ description: 'Exact up to 10,000; above that it stays at 10,000.' }) total!: number;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'For `cursor`: what follows. Null: nothing does.',
  })
  nextCursor!: string | null;
}
