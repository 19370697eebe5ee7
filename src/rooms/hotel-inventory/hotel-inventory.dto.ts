import { ApiProperty } from '@nestjs/swagger';

export class HotelInventoryDay {
  @ApiProperty({ example: '2027-01-01' }) date!: string;
  @ApiProperty({ description: 'False: settings that wait for the night to be opened; nothing is sold on it' })
  opened!: boolean;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '120.00',
    description:
      'What the next sale costs: the lowest price of the rooms that nobody has been given, or, when all have somebody, what the price rules say; null without rooms',
  })
  price!: string | null;
  @ApiProperty({ description: 'Rooms that have this night' }) capacity!: number;
  @ApiProperty({ description: 'Rooms that are closed and not for sale' }) closed!: number;
  @ApiProperty() sold!: number;
  @ApiProperty({ description: 'capacity - closed - sold - held; negative when oversold' }) available!: number;
  @ApiProperty({ description: 'Rooms that may be sold beyond what there is' }) overbookingLimit!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    description:
      'Rooms left to sell, overbooking included, and no more than all categories of the hotel have left together; null for a night that is not opened',
  })
  left!: number | null;
  @ApiProperty() stopSell!: boolean;
  @ApiProperty() closedToArrival!: boolean;
  @ApiProperty() closedToDeparture!: boolean;
  @ApiProperty({ type: Number, nullable: true }) minStay!: number | null;
  @ApiProperty({ type: Number, nullable: true }) maxStay!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'For every stay that touches the night' })
  minStayThrough!: number | null;
  @ApiProperty({
    description:
      'Rooms in service that lack this night; 0 for a night that has settings and lies in the end of the horizon that is left for later, or beyond it',
  })
  missing!: number;
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
    description:
      'Dates within the horizon on which a room is in service and nothing was opened; without the end of the horizon that the nightly generation still leaves for later',
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
