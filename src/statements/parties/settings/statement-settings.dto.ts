import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsString, MaxLength } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { IsZone, OrNull } from '../fields.js';
import { type Paper, PAPERS } from './statement-settings.entity.js';

/** All of them; what is left out gets its default, or what it had. */
export class StatementSettingsRequest {
  @ApiProperty({ example: 'Seaside Rentals' })
  @IsWords(200)
  managerName!: string;

  @ApiProperty({ example: 'Europe/Lisbon', description: 'IANA zone of the manager: its midnight ends the month' })
  @IsString()
  @IsZone()
  timezone!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Rua Augusta 1\n1100-048 Lisboa' })
  @OrNull()
  @IsWords(500)
  managerAddress?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Where owners write to' })
  @OrNull()
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  managerEmail?: string | null;

  @ApiPropertyOptional({ enum: PAPERS, default: 'a4' })
  @IfGiven()
  @IsIn(PAPERS)
  paper?: Paper;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Printed below every statement' })
  @OrNull()
  @IsWords(2_000)
  footer?: string | null;
}

export class StatementSettingsResponse {
  @ApiProperty() managerName!: string;
  @ApiProperty({ type: String, nullable: true }) managerAddress!: string | null;
  @ApiProperty({ type: String, nullable: true }) managerEmail!: string | null;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ enum: PAPERS }) paper!: Paper;
  @ApiProperty({ type: String, nullable: true }) footer!: string | null;
}
