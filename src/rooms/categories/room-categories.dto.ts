import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoney } from '../../platform/money/api-money.js';
import { SeasonRule, SeasonRuleResponse, WeekdayRule, WeekdayRuleResponse } from '../pricing/price-rules.dto.js';

export class CreateRoomCategoryRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: 'DBL', description: 'Unique within the hotel: A-Z, 0-9, - and _' })
  @IsString()
  @Matches(/^[A-Z0-9_-]{1,20}$/)
  code!: string;

  @ApiProperty({ example: 'Double room, sea view' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiMoney({ description: 'Price of a night without any rule, major units' })
  basePrice!: number | string;

  @ApiPropertyOptional({ minimum: 0, maximum: 1000, default: 0, description: 'Overbooking limit of newly opened days' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  defaultOverbookingLimit?: number;

  @ApiPropertyOptional({ type: [SeasonRule], description: 'All seasons; sent again, they replace the old ones' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SeasonRule)
  seasonRules?: SeasonRule[];

  @ApiPropertyOptional({ type: [WeekdayRule], description: 'All weekday rules; sent again, they replace the old ones' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => WeekdayRule)
  weekdayRules?: WeekdayRule[];
}

export class UpdateRoomCategoryRequest extends PartialType(OmitType(CreateRoomCategoryRequest, ['hotelId'] as const), {
  skipNullProperties: false,
}) {}

export class RoomCategoriesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only this hotel' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class RoomCategoryResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty() hotel!: string;
  @ApiProperty({ example: 'DBL' }) code!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ example: '120.00' }) basePrice!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty() defaultOverbookingLimit!: number;
  @ApiProperty({ type: [SeasonRuleResponse] }) seasonRules!: SeasonRuleResponse[];
  @ApiProperty({ type: [WeekdayRuleResponse] }) weekdayRules!: WeekdayRuleResponse[];
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class RoomCategoriesResponse {
  @ApiProperty({ type: [RoomCategoryResponse] }) roomCategories!: RoomCategoryResponse[];
  @ApiProperty() total!: number;
}
