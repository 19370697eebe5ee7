import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { IfGiven, IsWords } from '../http/fields.js';
import { PageQuery } from '../http/page.query.js';

const PAGE = { example: 'jobs', maxLength: 40, description: 'Page of the console.' } as const;
const PAGE_NAME = /^[a-z][a-z-]*$/;
const SEARCH = {
  example: 'status=RUNNING,FAILED&sort=-duration',
  maxLength: 2_000,
  description: "What the page's address says after the question mark.",
} as const;
/** Of the characters that an address may have there. */
const SEARCH_TEXT = /^[\w\-.~!$&'()*+,;=:@/?%]*$/;
const REFUSED = { message: 'search must be the part of an address after its question mark' };

export class ListViewsQuery extends PageQuery {
  @ApiPropertyOptional(PAGE)
  @IfGiven()
  @IsString()
  @MaxLength(40)
  @Matches(PAGE_NAME)
  page?: string;
}

export class CreateViewRequest {
  @ApiProperty(PAGE)
  @IsString()
  @MaxLength(40)
  @Matches(PAGE_NAME)
  page!: string;

  @ApiProperty({ example: 'Slow last night', maxLength: 80 })
  @IsWords(80)
  name!: string;

  @ApiProperty(SEARCH)
  @IsString()
  @MaxLength(2_000)
  @Matches(SEARCH_TEXT, REFUSED)
  search!: string;
}

export class ChangeViewRequest {
  @ApiPropertyOptional({ example: 'Slow last night', maxLength: 80 })
  @IfGiven()
  @IsWords(80)
  name?: string;

  @ApiPropertyOptional(SEARCH)
  @IfGiven()
  @IsString()
  @MaxLength(2_000)
  @Matches(SEARCH_TEXT, REFUSED)
  search?: string;
}

export class ViewResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty(PAGE) page!: string;
  @ApiProperty() name!: string;
  @ApiProperty(SEARCH) search!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class ViewListResponse {
  @ApiProperty({ type: [ViewResponse] }) views!: ViewResponse[];
  @ApiProperty() total!: number;
}
