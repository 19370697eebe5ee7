import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, MaxLength, MinLength } from 'class-validator';

/** NIST SP 800-63B asks for fifteen characters where a password is the only factor, and for no rules about its characters. */
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

export class UserResponse {
  @ApiProperty({ format: 'uuid', nullable: true, type: String }) id!: string | null;
  @ApiProperty({ nullable: true, type: String }) email!: string | null;
  @ApiProperty({ enum: ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'] }) role!: string;
  @ApiProperty({ nullable: true, type: String, description: "The tenant's short name; an operator has none." })
  tenant!: string | null;
}

export class LoginResponse {
  @ApiProperty() accessToken!: string;
  @ApiProperty({ example: 'Bearer' }) tokenType!: string;
  @ApiProperty({ description: 'Seconds.' }) expiresIn!: number;
  @ApiProperty({ type: UserResponse }) user!: UserResponse;
}
