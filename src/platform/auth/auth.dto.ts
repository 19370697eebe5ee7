import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsDateString, IsEmail, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { Role } from '../tenancy/context.js';

/** NIST SP 800-63B asks for fifteen where the password stands alone, and for no rules of what is in it. */
export const MIN_PASSWORD = 15;

export const IsNewPassword = () =>
  MinLength(MIN_PASSWORD, { message: `$property must have at least ${MIN_PASSWORD} characters` });

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

export class ChangePasswordRequest {
  @ApiProperty({ format: 'password', minLength: 1, maxLength: 256 })
  @IsString()
  @MinLength(1)
  @MaxLength(256)
  currentPassword!: string;

  @ApiProperty({ format: 'password', minLength: MIN_PASSWORD, maxLength: 256 })
  @IsString()
  @IsNewPassword()
  @MaxLength(256)
  newPassword!: string;
}
