import { ApiProperty } from '@nestjs/swagger';

export class PriceOverrideResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: '2027-08-15' }) from!: string;
  @ApiProperty({ example: '2027-08-15' }) to!: string;
  @ApiProperty({ type: [Number] }) weekdays!: number[];
  @ApiProperty({ example: '150.00' }) price!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'User who made it' }) createdBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
}

export class CreatedPriceOverrideResponse extends PriceOverrideResponse {
  @ApiProperty({ description: 'Existing unsold room nights that took the price' }) totalRoomsRepriced!: number;
}

export class PriceOverridesResponse {
  @ApiProperty({ type: [PriceOverrideResponse] }) priceOverrides!: PriceOverrideResponse[];
  @ApiProperty() total!: number;
}
