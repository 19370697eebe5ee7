import { ApiProperty } from '@nestjs/swagger';
import { SeasonRuleResponse, WeekdayRuleResponse } from '../pricing/price-rules.dto.js';

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
