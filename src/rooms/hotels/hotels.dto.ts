import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { FormerName } from '../../platform/http/former-name.js';

export class CreateHotelRequest {
  @ApiProperty({ example: 'Casa do Mar' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ example: 'Casa do Mar Hotelaria, Lda.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  legalName?: string;

  @ApiProperty({ example: 'Europe/Lisbon', description: 'IANA time zone: decides what "today" is' })
  @FormerName('timeZone')
  @IsString()
  timezone!: string;

  @ApiProperty({ example: 'EUR', description: 'ISO 4217; fixed once the hotel has categories' })
  @IsString()
  currency!: string;
}

export class UpdateHotelRequest extends PartialType(CreateHotelRequest, { skipNullProperties: false }) {}

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
