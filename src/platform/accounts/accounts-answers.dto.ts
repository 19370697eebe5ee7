import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TENANT_ROLES, type TenantRole } from '../auth/index.js';

const when = { type: String, format: 'date-time' } as const;

export class InvitationResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: TENANT_ROLES }) role!: TenantRole;
  @ApiProperty(when) createdAt!: Date;
  @ApiProperty(when) expiresAt!: Date;
}

export class NewInvitationResponse extends InvitationResponse {
  @ApiProperty({ description: 'Shown once; works once.' }) link!: string;
  @ApiProperty({ description: 'A mail with the link went to the mail server.' }) mailed!: boolean;
}

export class InvitationListResponse {
  @ApiProperty({ type: [InvitationResponse] }) invitations!: InvitationResponse[];
  @ApiProperty() total!: number;
}

export class TenantResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'seaside' }) slug!: string;
  @ApiProperty({ example: 'Seaside Hotels' }) name!: string;
  @ApiProperty(when) createdAt!: Date;
  @ApiProperty({ ...when, nullable: true }) disabledAt!: Date | null;
  @ApiProperty({ description: 'People who can log in.' }) users!: number;
}

export class NewTenantResponse extends TenantResponse {
  @ApiPropertyOptional({ type: NewInvitationResponse, description: 'Of adminEmail, if one was given.' })
  invitation?: NewInvitationResponse;
}

export class TenantListResponse {
  @ApiProperty({ type: [TenantResponse] }) tenants!: TenantResponse[];
  @ApiProperty() total!: number;
}

export class MemberResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: TENANT_ROLES }) role!: TenantRole;
  @ApiProperty(when) createdAt!: Date;
  @ApiProperty({ ...when, nullable: true }) disabledAt!: Date | null;
}

export class ListedMemberResponse extends MemberResponse {
  @ApiProperty({ description: 'Browsers the user is logged in with.' }) sessions!: number;
  @ApiProperty({ ...when, nullable: true, description: 'When the last of them was used.' }) lastUsedAt!: Date | null;
}

export class MemberListResponse {
  @ApiProperty({ type: [ListedMemberResponse] }) users!: ListedMemberResponse[];
  @ApiProperty() total!: number;
}

export class MemberSessionResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true }) userAgent!: string | null;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty(when) createdAt!: Date;
  @ApiProperty(when) lastUsedAt!: Date;
  @ApiProperty(when) expiresAt!: Date;
}

export class MemberSessionListResponse {
  @ApiProperty({ type: [MemberSessionResponse] }) sessions!: MemberSessionResponse[];
  @ApiProperty() total!: number;
}

export class AcceptedInvitationResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: TENANT_ROLES }) role!: TenantRole;
  @ApiProperty({ description: "The tenant's short name." }) tenant!: string;
}
