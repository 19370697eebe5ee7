import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/page.query.js';
import { IsCurrencyCode, IsId, IsQueryId, IsZone, OrNull } from '../fields.js';
import { LISTING_STATUSES, type ListingStatus } from './listing.entity.js';

export class CreateListingRequest {
  @ApiProperty({ example: 'Loft A' })
  @IsWords(200)
  name!: string;

  @ApiProperty({ example: 'LOFT-A', description: 'Your own short name for it; unique' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, {
    message: 'code must be 1 to 40 letters, digits, dots, - and _, such as LOFT-A',
  })
  code!: string;

  @ApiProperty({ example: 'EUR', description: 'What its reservations are in, unless they say otherwise' })
  @IsString()
  @IsCurrencyCode()
  currency!: string;

  @ApiProperty({ example: 'Europe/Lisbon' })
  @IsString()
  @IsZone()
  timezone!: string;

  @ApiPropertyOptional({ enum: LISTING_STATUSES, default: 'active', description: 'offboarded: no longer managed' })
  @IfGiven()
  @IsIn(LISTING_STATUSES)
  status?: ListingStatus;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'The listing that it is a part of' })
  @OrNull()
  @IsId()
  parentId?: number | null;
}

export class UpdateListingRequest extends PartialType(CreateListingRequest, { skipNullProperties: false }) {}

export class ListingsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: LISTING_STATUSES })
  @IsOptional()
  @IsIn(LISTING_STATUSES)
  status?: ListingStatus;

  @ApiPropertyOptional({ description: 'Those that it owns a share of, on any night' })
  @IsQueryId()
  ownerId?: number;
}

export class ListingResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'LOFT-A' }) code!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ enum: LISTING_STATUSES }) status!: ListingStatus;
  @ApiProperty({ type: Number, nullable: true }) parentId!: number | null;
}

export class ListingsResponse {
  @ApiProperty({ type: [ListingResponse] }) listings!: ListingResponse[];
  @ApiProperty() total!: number;
}

/** What a listing is called elsewhere. */
export class AliasRequest {
  @ApiProperty({ example: 'airbnb-file', description: 'Who calls it so: hostify, airbnb-file …' })
  @IsWords(60)
  source!: string;

  @ApiProperty({ example: 'Sunny loft in the old town', description: 'Its id there, or its title in a file' })
  @IsWords(200)
  externalId!: string;
}

export class AliasesRequest {
  @ApiProperty({ type: [AliasRequest], description: 'All of them: those left out are forgotten' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AliasRequest)
  aliases!: AliasRequest[];
}

export class AliasResponse {
  @ApiProperty() source!: string;
  @ApiProperty() externalId!: string;
}

export class AliasesResponse {
  @ApiProperty({ type: [AliasResponse] }) aliases!: AliasResponse[];
  @ApiProperty() total!: number;
}
