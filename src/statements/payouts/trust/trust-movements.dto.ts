import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IsWords } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/page.query.js';
import { ApiMoney } from '../../../platform/money/api-money.js';
import { type Channel, CHANNELS } from '../../parties/channels.js';
import { IsCurrencyCode, IsQueryFlag, OrNull } from '../../parties/fields.js';
import { MOVEMENT_KIND_NAMES, type MovementKind } from './movement-kinds.js';

export const MAX_MOVEMENTS = 1_000;

export class TrustMovementRequest {
  @ApiProperty({
    example: 'BANK-2026-04-0017',
    description: 'What the bank, or the file, knows it by; unique: told again, it is the same movement',
  })
  @IsWords(200)
  key!: string;

  @ApiProperty({ example: '2026-04-02' })
  @IsDate()
  day!: string;

  @ApiProperty({ enum: MOVEMENT_KIND_NAMES, description: 'Says whether it came in or went out' })
  @IsIn(MOVEMENT_KIND_NAMES)
  kind!: MovementKind;

  @ApiMoney({ description: 'Above zero' })
  amount!: number | string;

  @ApiProperty({ example: 'EUR' })
  @IsString()
  @IsCurrencyCode()
  currency!: string;

  @ApiPropertyOptional({ enum: CHANNELS, type: String, nullable: true })
  @OrNull()
  @IsIn(CHANNELS)
  channel?: Channel | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'AIRBNB PAYMENTS LUX 04/02' })
  @OrNull()
  @IsWords(500)
  note?: string | null;
}

export class TrustMovementsRequest {
  @ApiProperty({ type: [TrustMovementRequest], maxItems: MAX_MOVEMENTS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_MOVEMENTS)
  @ValidateNested({ each: true })
  @Type(() => TrustMovementRequest)
  movements!: TrustMovementRequest[];
}

export class KeptMovementsResponse {
  @ApiProperty() added!: number;
  @ApiProperty({ description: 'Known as they are' }) known!: number;
  @ApiProperty({
    type: [String],
    description: 'Keys of those that are known with another content: nothing was changed',
  })
  different!: string[];
}

export class VoidMovementRequest {
  @ApiProperty({ example: 'Belongs to another account' })
  @IsWords(500)
  reason!: string;
}

export class TrustMovementsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MOVEMENT_KIND_NAMES })
  @IsOptional()
  @IsIn(MOVEMENT_KIND_NAMES)
  kind?: MovementKind;

  @ApiPropertyOptional({ example: '2026-04-01' }) @IsOptional() @IsDate() from?: string;

  @ApiPropertyOptional({ example: '2026-04-30' }) @IsOptional() @IsDate() to?: string;

  @ApiPropertyOptional({ default: false, description: 'With those that were voided' })
  @IsQueryFlag()
  voided: boolean = false;
}

export class TrustMovementResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() key!: string;
  @ApiProperty({ example: '2026-04-02' }) day!: string;
  @ApiProperty({ enum: MOVEMENT_KIND_NAMES }) kind!: MovementKind;
  @ApiProperty({ example: '1067.00', description: 'What came in is positive, what went out negative' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, enum: [...CHANNELS, null], nullable: true }) channel!: Channel | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it does not count' }) voidReason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) voidedAt!: Date | null;
}

export class TrustMovementsResponse {
  @ApiProperty({ type: [TrustMovementResponse] }) movements!: TrustMovementResponse[];
  @ApiProperty() total!: number;
}
