import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IfGiven } from '../http/fields.js';
import { UserResponse } from './auth.dto.js';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

export class SessionTenantResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'seaside' }) slug!: string;
  @ApiProperty({ example: 'Seaside Hotels' }) name!: string;
  @ApiProperty({ description: 'A company of the demo, whose people are shown around.' }) demo!: boolean;
}

export class DisplayPreferencesResponse {
  @ApiProperty({ type: String, nullable: true, example: 'de-AT', description: "Null: the browser's." })
  locale!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Europe/Vienna', description: "Null: the hotel's." })
  timezone!: string | null;
  @ApiProperty({ enum: THEMES, nullable: true, description: "Null: the system's." })
  theme!: Theme | null;
  @ApiProperty({ description: 'Keys of one letter do nothing in the console.' })
  keysOff!: boolean;
  @ApiProperty({ description: 'The tour of the demo is not shown any more.' }) tourEnded!: boolean;
}

export class BrowserSessionResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true }) userAgent!: string | null;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) lastUsedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time' }) expiresAt!: Date;
  @ApiProperty({ description: 'The session this request was made with.' }) current!: boolean;
}

export class BrowserSessionListResponse {
  @ApiProperty({ type: [BrowserSessionResponse] }) sessions!: BrowserSessionResponse[];
  @ApiProperty() total!: number;
}

export class SessionResponse {
  @ApiProperty({ type: UserResponse }) user!: UserResponse;
  @ApiProperty({ type: SessionTenantResponse, nullable: true, description: 'Null for an operator.' })
  tenant!: SessionTenantResponse | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for a token or an API key.' })
  sessionId!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the credential ends by itself.',
  })
  expiresAt!: Date | null;
  @ApiProperty({ type: DisplayPreferencesResponse }) preferences!: DisplayPreferencesResponse;
}

export class ChangeDisplayRequest {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'de-AT',
    maxLength: 35,
    description: "Null: the browser's.",
  })
  @IsOptional()
  @IsString()
  @MaxLength(35)
  @Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { message: 'locale must be a language tag such as de-AT' })
  locale?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Europe/Vienna',
    maxLength: 64,
    description: "Null: the hotel's.",
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timezone?: string | null;

  @ApiPropertyOptional({ enum: THEMES, nullable: true, description: "Null: the system's." })
  @IsOptional()
  @IsIn(THEMES)
  theme?: Theme | null;

  @ApiPropertyOptional({ description: 'Keys of one letter do nothing in the console.' })
  @IfGiven()
  @IsBoolean()
  keysOff?: boolean;

  @ApiPropertyOptional({ description: 'True ends the tour of the demo for good, false shows it again.' })
  @IfGiven()
  @IsBoolean()
  tourEnded?: boolean;
}
