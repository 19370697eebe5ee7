import { ApiProperty } from '@nestjs/swagger';

export class HotelInventoryDay {
  @ApiProperty({ example: '2027-01-01' }) date!: string;
  @ApiProperty({ type: String, nullable: true, example: '120.00', description: 'Lowest price of the night' })
  price!: string | null;
  @ApiProperty({ description: 'Rooms that have this night' }) capacity!: number;
  @ApiProperty({ description: 'Rooms that are closed and not for sale' }) closed!: number;
  @ApiProperty() sold!: number;
  @ApiProperty({ description: 'capacity - closed - sold - held; negative when oversold' }) available!: number;
  @ApiProperty({ description: 'Rooms that may be sold beyond what there is' }) overbookingLimit!: number;
  @ApiProperty() stopSell!: boolean;
  @ApiProperty() closedToArrival!: boolean;
  @ApiProperty() closedToDeparture!: boolean;
  @ApiProperty({ type: Number, nullable: true }) minStay!: number | null;
  @ApiProperty({ description: 'Rooms in service that lack this night' }) missing!: number;
}

export class HotelInventoryCategory {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ example: 'DBL' }) code!: string;
  @ApiProperty({ example: 'Double' }) name!: string;
  @ApiProperty({ type: [HotelInventoryDay], description: 'Dates that were opened or have settings, by date' })
  days!: HotelInventoryDay[];
  @ApiProperty({
    type: [String],
    example: ['2027-01-04'],
    description: 'Dates within the horizon on which a room is in service and nothing was opened',
  })
  gaps!: string[];
}

export class InventoryHorizon {
  @ApiProperty({ example: '2027-01-01', description: "The hotel's local date" }) from!: string;
  @ApiProperty({ example: '2027-12-31', description: 'Included' }) to!: string;
}

export class HotelInventoryResponse {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '2027-01-01' }) from!: string;
  @ApiProperty({ example: '2027-12-31', description: 'Included' }) to!: string;
  @ApiProperty({ type: InventoryHorizon, description: 'Dates that the nightly generation keeps open' })
  horizon!: InventoryHorizon;
  @ApiProperty({ type: [HotelInventoryCategory], description: 'By name' })
  categories!: HotelInventoryCategory[];
}
