import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsString, ValidateNested } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven } from '../../../platform/http/fields.js';
import { ApiMoneyOptional } from '../../../platform/money/api-money.js';
import { TermsRequest } from '../../agreements/agreements.dto.js';
import { IsCurrencyCode } from '../../parties/fields.js';
import { CHANNELS, type Channel } from '../../reservations/reservation-facts.js';

const STATUSES = ['confirmed', 'cancelled', 'no_show'] as const;

export class SampleStay {
  @ApiProperty({ example: '2026-10-29' }) @IsDate() checkIn!: string;
  @ApiProperty({ example: '2026-11-03' }) @IsDate() checkOut!: string;

  @ApiPropertyOptional({ enum: CHANNELS, default: 'direct' })
  @IfGiven()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ enum: STATUSES, default: 'confirmed' })
  @IfGiven()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiMoneyOptional() rent?: number | string;
  @ApiMoneyOptional() cleaning?: number | string;
  @ApiMoneyOptional() extras?: number | string;
  @ApiMoneyOptional({ description: 'Lodging tax that the host remits' }) tax?: number | string;
  @ApiMoneyOptional() channelFee?: number | string;
  @ApiMoneyOptional() paymentFee?: number | string;

  @ApiPropertyOptional({ default: false })
  @IfGiven()
  @IsBoolean()
  paidToOwner?: boolean;
}

export class PreviewRequest {
  @ApiProperty({ example: 'EUR' })
  @IsString()
  @IsCurrencyCode()
  currency!: string;

  @ApiProperty({ type: TermsRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => TermsRequest)
  terms!: TermsRequest;

  @ApiProperty({ type: SampleStay })
  @IsObject()
  @ValidateNested()
  @Type(() => SampleStay)
  stay!: SampleStay;
}

export class PreviewLine {
  @ApiProperty({ example: 'management_fee' }) kind!: string;
  @ApiProperty({ example: '-120.00' }) amount!: string;
  @ApiProperty() formula!: string;
}

export class PreviewMonth {
  @ApiProperty({ example: '2026-10-01' }) from!: string;
  @ApiProperty({ example: '2026-10-31' }) to!: string;
  @ApiProperty() nights!: number;
  @ApiProperty({ example: '379.20' }) net!: string;
  @ApiProperty({ type: [PreviewLine] }) lines!: PreviewLine[];
}

export class AgreementPreviewResponse {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '632.00', description: "The owner's part of the stay" }) net!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: [PreviewMonth], description: 'Months that state something of it' }) months!: PreviewMonth[];
}
