import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsString, MaxLength } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { IsCurrencyCode, IsLocale, OrNull } from '../fields.js';

export class CreateOwnerRequest {
  @ApiProperty({ example: 'Ana Sousa' })
  @IsWords(200)
  name!: string;

  @ApiProperty({ example: 'EUR', description: 'Of its statements; fixed once it has an agreement or was paid' })
  @IsString()
  @IsCurrencyCode()
  currency!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'ana@example.com' })
  @OrNull()
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @OrNull()
  @IsWords(500)
  address?: string | null;

  @ApiPropertyOptional({ default: 'en', example: 'pt-PT', description: 'Language, and forms of numbers and dates' })
  @IfGiven()
  @IsString()
  @IsLocale()
  locale?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Bank transfer to PT50 …1234' })
  @OrNull()
  @IsWords(200)
  payoutMethod?: string | null;
}

export class UpdateOwnerRequest extends PartialType(CreateOwnerRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'False: gets no new shares; what it owns is stated all the same' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class OwnerResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) email!: string | null;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty({ example: 'pt-PT' }) locale!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) payoutMethod!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why mail does not reach it; a new address clears it' })
  mailTrouble!: string | null;
  @ApiProperty() active!: boolean;
}

export class OwnersResponse {
  @ApiProperty({ type: [OwnerResponse] }) owners!: OwnerResponse[];
  @ApiProperty() total!: number;
}
