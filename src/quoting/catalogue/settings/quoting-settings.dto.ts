import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { OrNull } from '../fields.js';

const POLICIES = ['per_line', 'per_order'] as const;
const PREFIX = { message: '$property must be 1 to 10 of A-Z and 0-9' };

/** All of them; what is left out gets its default, or what it had. */
export class QuotingSettingsRequest {
  @ApiProperty({ example: 'EUR', description: 'ISO 4217; fixed once something has a price' })
  @IsString()
  @Length(3, 3)
  currency!: string;

  @ApiProperty({
    example: 'Europe/Vienna',
    description: 'IANA zone of the shop: its midnight ends the day a quote is valid until',
  })
  @IsString()
  @MaxLength(64)
  timezone!: string;

  @ApiProperty({ example: 'Alpine Parts' })
  @IsWords(200)
  shopName!: string;

  @ApiPropertyOptional({ enum: POLICIES, default: 'per_order', description: 'Tax rounded for each line, or once' })
  @IfGiven()
  @IsIn(POLICIES)
  taxPolicy?: (typeof POLICIES)[number];

  @ApiPropertyOptional({ minimum: 1, maximum: 365, default: 30 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(365)
  validityDays?: number;

  @ApiPropertyOptional({
    default: 'Q',
    description: 'Quotes are numbered Q-2026-0001. No prefix that orders or invoices have, or have had',
  })
  @IfGiven()
  @Matches(/^[A-Z0-9]{1,10}$/, PREFIX)
  quotePrefix?: string;

  @ApiPropertyOptional({ default: 'O' })
  @IfGiven()
  @Matches(/^[A-Z0-9]{1,10}$/, PREFIX)
  orderPrefix?: string;

  @ApiPropertyOptional({ default: 'I' })
  @IfGiven()
  @Matches(/^[A-Z0-9]{1,10}$/, PREFIX)
  invoicePrefix?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Dorfstrasse 1\n6020 Innsbruck' })
  @OrNull()
  @IsWords(500)
  shopAddress?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Who is told of accepted and declined quotes; on the page of a quote its customer sees whom to ask',
  })
  @OrNull()
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  shopEmail?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Printed on every quote and invoice' })
  @OrNull()
  @IsWords(4_000)
  terms?: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 365,
    description: 'From the issue of an invoice until it is due; null: invoices name no day',
  })
  @OrNull()
  @IsInt()
  @Min(0)
  @Max(365)
  paymentDays?: number | null;

  @ApiPropertyOptional({
    type: [Number],
    default: [1, 2, 3, 4, 5],
    description: 'ISO weekdays, 1 is Monday: lead times are counted in these',
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(7)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(7, { each: true })
  workingDays?: number[];

  @ApiPropertyOptional({
    type: [String],
    default: [],
    example: ['2026-12-25'],
    description: 'Days on which nobody works; sent again, they replace the old ones',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(400)
  @ArrayUnique()
  @IsDate({ each: true })
  closedDays?: string[];
}

export class QuotingSettingsResponse {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: 'Europe/Vienna' }) timezone!: string;
  @ApiProperty({ enum: POLICIES }) taxPolicy!: (typeof POLICIES)[number];
  @ApiProperty() validityDays!: number;
  @ApiProperty() quotePrefix!: string;
  @ApiProperty() orderPrefix!: string;
  @ApiProperty() invoicePrefix!: string;
  @ApiProperty() shopName!: string;
  @ApiProperty({ type: String, nullable: true }) shopAddress!: string | null;
  @ApiProperty({ type: String, nullable: true }) shopEmail!: string | null;
  @ApiProperty({ type: String, nullable: true }) terms!: string | null;
  @ApiProperty({ type: Number, nullable: true }) paymentDays!: number | null;
  @ApiProperty({ type: [Number] }) workingDays!: number[];
  @ApiProperty({ type: [String] }) closedDays!: string[];
}
