import { ApiProperty } from '@nestjs/swagger';

export class InventoryDayResponse {
  @ApiProperty({ example: '2027-01-01' }) date!: string;
  @ApiProperty({ description: 'Rooms that have this night' }) capacity!: number;
  @ApiProperty() outOfOrder!: number;
  @ApiProperty() sold!: number;
  @ApiProperty() held!: number;
  @ApiProperty() overbookingLimit!: number;
  @ApiProperty({ description: 'capacity - outOfOrder - sold - held; negative when oversold' }) available!: number;
  @ApiProperty() stopSell!: boolean;
  @ApiProperty() closedToArrival!: boolean;
  @ApiProperty() closedToDeparture!: boolean;
  @ApiProperty({ type: Number, nullable: true }) minStay!: number | null;
  @ApiProperty({ type: Number, nullable: true }) maxStay!: number | null;
  @ApiProperty({ type: Number, nullable: true }) minStayThrough!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '120.00', description: 'Lowest price of the night' })
  lowestPrice!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '120.00', description: 'Highest price of the night' })
  highestPrice!: string | null;
}

export class InventoryResponse {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [InventoryDayResponse], description: 'Dates that were opened or have settings' })
  days!: InventoryDayResponse[];
  @ApiProperty() total!: number;
}

export class UpdatedInventoryResponse {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ description: 'Days that were set' }) updated!: number;
}
