import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { IsNewPassword, MIN_PASSWORD, TENANT_ROLES, type TenantRole } from '../auth/index.js';
import { IfGiven, IsWords } from '../http/fields.js';

const roles = { enum: TENANT_ROLES } as const;
export class InviteRequest {
  @ApiProperty({ example: 'ana@example.com', maxLength: 254 })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email!: string;

  @ApiProperty(roles)
  @IsIn(TENANT_ROLES)
  role!: TenantRole;
}

export class CreateTenantRequest {
  @ApiProperty({ example: 'seaside', pattern: '^[a-z0-9-]{2,40}$', description: 'Short name; never changed.' })
  @Matches(/^[a-z0-9-]{2,40}$/, { message: 'slug must be 2 to 40 of a-z, 0-9 and -' })
  slug!: string;

  @ApiProperty({ example: 'Seaside Hotels', maxLength: 200 })
  @IsWords(200)
  name!: string;

  @ApiPropertyOptional({ example: 'ana@example.com', maxLength: 254, description: 'Invited as its first ADMIN.' })
  @IfGiven()
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  adminEmail?: string;
}

export class ChangeTenantRequest {
  @ApiPropertyOptional({ maxLength: 200 })
  @IfGiven()
  @IsWords(200)
  name?: string;

  @ApiPropertyOptional({
    description:
      'True: its people and keys are refused at once, links into it open nothing, and its jobs wait, whatever pauses are lifted meanwhile. False: again.',
  })
  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

export class ChangeUserRequest {
  @ApiPropertyOptional(roles)
  @IfGiven()
  @IsIn(TENANT_ROLES)
  role?: TenantRole;

  @ApiPropertyOptional({ description: 'True: no log-in, and tokens and keys are refused at once.' })
  @IfGiven()
  @IsBoolean()
  disabled?: boolean;
}

export class AcceptInvitationRequest {
  @ApiProperty({ description: 'What follows the # of the link.', maxLength: 100 })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  token!: string;

  @ApiProperty({ format: 'password', minLength: MIN_PASSWORD, maxLength: 256 })
  @IsString()
  @IsNewPassword()
  @MaxLength(256)
  password!: string;
}
