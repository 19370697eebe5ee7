import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/http/page.query.js';
import { ITEM_OUTCOMES, type ItemOutcome } from '../contract/item.js';

export class ListItemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ITEM_OUTCOMES })
  @IsOptional()
  @IsIn(ITEM_OUTCOMES)
  outcome?: ItemOutcome;

  @ApiPropertyOptional({ example: 'NO_AGREEMENT', maxLength: 100, description: 'Items with this reason code.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  code?: string;
}

export class ItemCountsResponse {
  @ApiProperty() ok!: number;
  @ApiProperty({ description: 'Rightly not done; the code of the item says why.' }) skipped!: number;
  @ApiProperty() failed!: number;
}

export class ItemResponse {
  @ApiProperty({ example: 'owner-17' }) key!: string;
  @ApiProperty({ enum: ITEM_OUTCOMES }) outcome!: ItemOutcome;
  @ApiProperty({ type: String, nullable: true, example: 'NO_AGREEMENT' }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) message!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) data!: Record<string, unknown> | null;
  @ApiProperty({ description: 'Attempt that told it.' }) attempt!: number;
  @ApiProperty({ type: String, format: 'date-time' }) at!: Date;
}

export class CountedCodeResponse {
  @ApiProperty({ example: 'NO_AGREEMENT' }) code!: string;
  @ApiProperty() count!: number;
}

export class ItemListResponse {
  @ApiProperty({ type: [ItemResponse] }) items!: ItemResponse[];
  @ApiProperty({ description: 'Items that fit the filter.' }) total!: number;
  @ApiProperty({ type: ItemCountsResponse, description: 'All items of the job.' }) counts!: ItemCountsResponse;
  @ApiProperty({
    type: [CountedCodeResponse],
    description:
      'Reason codes of the items with that outcome, whatever code is asked for; the most frequent first, 50 at most.',
  })
  codes!: CountedCodeResponse[];
}
