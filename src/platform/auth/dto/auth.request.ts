import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDateString, IsEmail, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { Role } from '../../tenancy/context.js';

export class LoginRequest {
  @ApiProperty({ example: 'admin@seaside.test' })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email!: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  password!: string;
}

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
