import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDateString, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageQuery } from '../http/page.query.js';

export class AuditQuery extends PageQuery {
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
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Key that was used.' })
  apiKeyId!: string | null;
  @ApiProperty() role!: string;
  @ApiProperty({ example: 'POST /jobs/:id/retry' }) action!: string;
  @ApiProperty({ ...anything, description: 'Path parameters.' }) target!: Record<string, unknown>;
  @ApiProperty({ ...anything, nullable: true, description: 'The body without secrets, cut when long.' })
  detail!: Record<string, unknown> | null;
  @ApiProperty({ description: 'HTTP status of the answer; refusals are noted too.' }) status!: number;
  @ApiProperty({ type: String, nullable: true }) requestId!: string | null;
}

export class AuditListResponse {
  @ApiProperty({ type: [AuditEntryResponse] }) entries!: AuditEntryResponse[];
  @ApiProperty() total!: number;
}
