import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDateString, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { Role } from '../tenancy/context.js';

export class CreateApiKeyRequest {
  @ApiProperty({ example: 'channel manager' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @ApiPropertyOptional({ enum: ['ADMIN', 'MANAGER', 'STAFF'], description: 'Default: STAFF, which only reads.' })
  @IsOptional()
  @IsIn(['ADMIN', 'MANAGER', 'STAFF'])
  role?: Exclude<Role, 'OPERATOR'>;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsDateString({ strict: true })
  expiresAt?: string;
}

export class ApiKeyResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'ns_1f6d2a90' }) prefix!: string;
  @ApiProperty({ enum: ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'] }) role!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expiresAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) lastUsedAt!: Date | null;
}

export class CreatedApiKeyResponse extends ApiKeyResponse {
  @ApiProperty({ description: 'Shown once.' }) key!: string;
}

export class ApiKeyListResponse {
  @ApiProperty({ type: [ApiKeyResponse] }) apiKeys!: ApiKeyResponse[];
  @ApiProperty() total!: number;
}
