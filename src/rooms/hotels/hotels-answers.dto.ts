import { ApiProperty } from '@nestjs/swagger';

export class HotelResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) legalName!: string | null;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class HotelsResponse {
  @ApiProperty({ type: [HotelResponse] }) hotels!: HotelResponse[];
  @ApiProperty() total!: number;
}
