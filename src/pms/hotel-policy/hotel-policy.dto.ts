import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import type { HotelPolicy } from './hotel-policy.repository.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;
const IsTime = () => Matches(TIME, { message: '$property must be a local time such as 18:00' });

export class HotelPolicyRequest {
  @ApiPropertyOptional({ description: 'Prices of nights and charges are with tax' })
  @IfGiven()
  @IsBoolean()
  pricesIncludeTax?: boolean;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'LODGING', description: 'Tax of the nights' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 20)
  roomTaxCode?: string | null;

  @ApiPropertyOptional({
    example: '18:00',
    description: 'A room without guarantee is kept until then on the arrival day',
  })
  @IfGiven()
  @IsTime()
  holdUntil?: string;

  @ApiPropertyOptional({
    example: '02:00',
    description: 'On the next day, when a guaranteed booking becomes a no-show',
  })
  @IfGiven()
  @IsTime()
  noShowCutoff?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '11:00',
    description: "On the next day, when a no-show's later nights are given back; null: with the no-show",
  })
  @ValidateIf(isThere)
  @IsTime()
  releaseAt?: string | null;

  @ApiPropertyOptional({
    example: '12:00',
    description: "On the day of departure, until when the room is the guest's: before that a stay is not over",
  })
  @IfGiven()
  @IsTime()
  checkOutTime?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '03:00',
    description: 'On the next day, from when a business date may be closed; null: from `noShowCutoff`',
  })
  @ValidateIf(isThere)
  @IsTime()
  closeFrom?: string | null;

  @ApiPropertyOptional({ minimum: 1, maximum: 60, description: 'A vacant clean room is refreshed after so many days' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(60)
  refreshDays?: number;

  @ApiPropertyOptional({ description: 'A guest only gets a room that was inspected' })
  @IfGiven()
  @IsBoolean()
  checkInNeedsInspection?: boolean;
}

export class HotelPolicyResponse implements HotelPolicy {
  @ApiProperty() pricesIncludeTax!: boolean;
  @ApiProperty({ type: String, nullable: true }) roomTaxCode!: string | null;
  @ApiProperty({ example: '18:00' }) holdUntil!: string;
  @ApiProperty({ example: '02:00' }) noShowCutoff!: string;
  @ApiProperty({ type: String, nullable: true }) releaseAt!: string | null;
  @ApiProperty({ example: '12:00' }) checkOutTime!: string;
  @ApiProperty({ type: String, nullable: true }) closeFrom!: string | null;
  @ApiProperty() refreshDays!: number;
  @ApiProperty() checkInNeedsInspection!: boolean;
}
