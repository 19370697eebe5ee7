import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoney } from '../../platform/money/api-money.js';
import { IsCatalogueCode, IsLevel, type Level, LEVELS, MAX_ADDRESS, OrNull } from '../catalogue/fields.js';
import { MAX_QUANTITY } from '../catalogue/price-books/price-books.dto.js';
import { QUOTE_STATES, type QuoteState } from './quote-state.js';

const MAX_ITEMS = 100;
const MAX_TIERS = 20;

export class RecipientRequest {
  @ApiProperty({ example: 'Ana Sousa' })
  @IsWords(200)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Sousa Robotics' })
  @OrNull()
  @IsWords(200)
  company?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_ADDRESS,
    example: 'Rua Augusta 1\n1100-048 Lisboa',
    description: 'In lines, as printed on quotes and invoices',
  })
  @OrNull()
  @IsWords(MAX_ADDRESS)
  address?: string | null;

  @ApiProperty({ example: 'ana@example.com' })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email!: string;
}

/** A part and how it is to be made. */
export class QuoteItemRequest {
  @ApiProperty({ format: 'uuid', description: 'A part file: POST /files' })
  @IsUUID()
  fileId!: string;

  @ApiProperty({ example: 'sls', description: 'Code of a process' })
  @IsCatalogueCode()
  process!: string;

  @ApiProperty({ example: 'pa12', description: 'Code of a material' })
  @IsCatalogueCode()
  material!: string;

  @ApiPropertyOptional({ minimum: 1, maximum: MAX_QUANTITY, example: 10, description: 'Either this or quantities' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity?: number;

  @ApiPropertyOptional({
    type: [Number],
    example: [1, 10, 100],
    description: 'All are priced; the first counts for the totals until the customer chooses',
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TIERS)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(MAX_QUANTITY, { each: true })
  quantities?: number[];

  @ApiPropertyOptional({ type: String, nullable: true, example: 'dyed-black', description: 'Code of a finish' })
  @OrNull()
  @IsCatalogueCode()
  finish?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'express',
    description: 'Of the price book; default standard',
  })
  @OrNull()
  @IsCatalogueCode()
  leadTime?: string | null;
}

export class CreateQuoteRequest {
  @ApiPropertyOptional({ minimum: 1, description: 'Either this or recipient' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  customerId?: number;

  @ApiPropertyOptional({ type: RecipientRequest, description: 'Somebody who is no customer yet' })
  @IfGiven()
  @ValidateNested()
  @Type(() => RecipientRequest)
  recipient?: RecipientRequest;

  @ApiPropertyOptional({ enum: LEVELS, description: "Price level; default: the customer's, else standard" })
  @IfGiven()
  @IsLevel()
  level?: Level;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2_000, description: 'Shown to the customer' })
  @OrNull()
  @IsWords(2_000)
  note?: string | null;

  @ApiProperty({ type: [QuoteItemRequest] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => QuoteItemRequest)
  items!: QuoteItemRequest[];
}

export class UpdateQuoteRequest extends PartialType(OmitType(CreateQuoteRequest, ['level']), {
  skipNullProperties: false,
}) {
  @ApiPropertyOptional({
    enum: LEVELS,
    nullable: true,
    description:
      "Price level. Left out: it stays, or is the customer's own when another customer is named. null: the customer's own; of who is no customer, standard",
  })
  @OrNull()
  @IsLevel()
  level?: Level | null;

  @ApiPropertyOptional({
    type: [Number],
    example: [2],
    description: 'Positions of items whose price by hand is taken back: the rules price them again',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(MAX_ITEMS, { each: true })
  byRules?: number[];
}

export class QuotesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: QUOTE_STATES })
  @IsOptional()
  @IsIn(QUOTE_STATES)
  state?: QuoteState;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  customerId?: number;

  @ApiPropertyOptional({ example: 'Q-2026-0001' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  number?: string;

  @ApiPropertyOptional({ description: "Part of the recipient's name, company or address" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}

export class ManualPriceRequest {
  @ApiProperty({ minimum: 1, maximum: MAX_ITEMS, description: 'Of the item' })
  @IsInt()
  @Min(1)
  @Max(MAX_ITEMS)
  position!: number;

  @ApiProperty({ minimum: 1, maximum: MAX_QUANTITY })
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity!: number;

  @ApiMoney({ description: 'Of one part' })
  unitPrice!: number | string;
}

export class PriceQuoteRequest {
  @ApiProperty({ type: [ManualPriceRequest], description: 'For each quantity of every item that is priced by hand' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS * MAX_TIERS)
  @ValidateNested({ each: true })
  @Type(() => ManualPriceRequest)
  prices!: ManualPriceRequest[];

  @ApiProperty({ example: 'Looked at the mesh: the open edge is a modelling fault, the part is a solid block' })
  @IsWords(500)
  reason!: string;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 730,
    description:
      'Working days until these items are shipped; left out: as by their present price, where they have one. null: not known',
  })
  @OrNull()
  @IsInt()
  @Min(0)
  @Max(730)
  leadDays?: number | null;
}

export class ChosenQuantity {
  @ApiProperty({ minimum: 1, maximum: MAX_ITEMS })
  @IsInt()
  @Min(1)
  @Max(MAX_ITEMS)
  position!: number;

  @ApiProperty({ minimum: 1, maximum: MAX_QUANTITY, description: 'One of the quantities that were offered' })
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  quantity!: number;
}

export class AcceptQuoteRequest {
  @ApiProperty({ example: 'Ana Sousa', description: 'Who accepts' })
  @IsWords(200)
  name!: string;

  @ApiPropertyOptional({ maxLength: 1_000, example: 'Order number 4711' })
  @IfGiven()
  @IsWords(1_000)
  note?: string;

  @ApiPropertyOptional({ type: [ChosenQuantity], description: 'Where several were offered; default: the first' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @ArrayUnique(({ position }: ChosenQuantity) => position, { message: 'each position may come once' })
  @ValidateNested({ each: true })
  @Type(() => ChosenQuantity)
  quantities?: ChosenQuantity[];
}

export class DeclineQuoteRequest {
  @ApiPropertyOptional({ maxLength: 1_000, example: 'Too late for us' })
  @IfGiven()
  @IsWords(1_000)
  reason?: string;
}

export class WayRequest {
  @ApiProperty({ example: 'sls' })
  @IsCatalogueCode()
  process!: string;

  @ApiProperty({ example: 'pa12' })
  @IsCatalogueCode()
  material!: string;
}

export class CompareRequest extends OmitType(QuoteItemRequest, ['process', 'material']) {
  @ApiPropertyOptional({ type: [WayRequest], description: 'Default: every process with each of its materials' })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => WayRequest)
  ways?: WayRequest[];

  @ApiPropertyOptional({
    minimum: 1,
    maximum: MAX_QUANTITY,
    example: 100,
    description: 'One of the quantities: the ways are ranked by its price. Default: the first',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_QUANTITY)
  rankBy?: number;

  @ApiPropertyOptional({ enum: LEVELS, default: 'standard' })
  @IfGiven()
  @IsLevel()
  level?: Level;
}
