import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';

const PERCENT = /^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/;

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

export class CancellationStepRequest {
  @ApiProperty({ minimum: 0, maximum: 730, example: 1, description: 'Days before the arrival' })
  @IsInt()
  @Min(0)
  @Max(730)
  daysBefore!: number;

  @ApiPropertyOptional({ default: '18:00', description: "At this hour of the hotel's clock; free, or cheaper, before" })
  @IfGiven()
  @Matches(TIME, { message: 'time must be a local time such as 18:00' })
  time?: string;

  @ApiPropertyOptional({
    example: '100',
    description: "Per cent of the nights; without it and flat: the no-show's fee",
  })
  @IfGiven()
  @Type(() => String)
  @Matches(PERCENT, { message: 'percent must be 0 to 100 with at most four decimals' })
  percent?: string;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Of the first so many nights; null: of all' })
  @ValidateIf((_, value) => value !== null && value !== undefined)
  @IsInt()
  @Min(1)
  @Max(366)
  nights?: number | null;

  @ApiMoneyOptional({ description: 'Added to the share; default 0' })
  flat?: number | string;

  @ApiPropertyOptional({
    description:
      "true: it costs what a no-show does, and follows the rule's change of that; percent and flat say nothing then. Default: " +
      'true without percent and flat, else false',
  })
  @IfGiven()
  @IsBoolean()
  asNoShow?: boolean;
}

export class CreatePenaltyRuleRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty({ example: 'First night' })
  @IsString()
  @Length(1, 100)
  name!: string;

  @ApiPropertyOptional({
    example: '100',
    description: 'Per cent of the nights, 0..100, up to four decimals; default 0',
  })
  @IfGiven()
  @Type(() => String)
  @Matches(PERCENT, { message: 'percent must be 0 to 100 with at most four decimals' })
  percent?: string;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Of the first so many nights; null: of all' })
  @ValidateIf((_, value) => value !== null && value !== undefined)
  @IsInt()
  @Min(1)
  @Max(366)
  nights?: number | null;

  @ApiMoneyOptional({ description: 'Added to the share; default 0' })
  flat?: number | string;

  @ApiPropertyOptional({ default: true, description: 'Never more than the whole stay' })
  @IfGiven()
  @IsBoolean()
  capToStay?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'LODGING',
    description: "Code of the hotel's tax the penalty is subject to; null: a sum kept, outside the scope of tax",
  })
  @ValidateIf((_, value) => value !== null && value !== undefined)
  @IsString()
  @Length(1, 20)
  taxCode?: string | null;

  @ApiPropertyOptional({
    type: [CancellationStepRequest],
    description: 'What a cancellation costs, from when on; before the first step, and without steps, it is free',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => CancellationStepRequest)
  cancellation?: CancellationStepRequest[];

  @ApiPropertyOptional({ default: false, description: 'For bookings that name no rule' })
  @IfGiven()
  @IsBoolean()
  isDefault?: boolean;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class UpdatePenaltyRuleRequest extends PartialType(OmitType(CreatePenaltyRuleRequest, ['hotelId']), {
  skipNullProperties: false,
}) {}

export class PenaltyRulesQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class CancellationStepResponse {
  @ApiProperty({ example: 1 }) daysBefore!: number;
  @ApiProperty({ example: '18:00' }) time!: string;
  @ApiProperty({ example: '100' }) percent!: string;
  @ApiProperty({ type: Number, nullable: true }) nights!: number | null;
  @ApiProperty({ example: '0.00' }) flat!: string;
  @ApiProperty({
    description:
      "It costs what a no-show does. In a penalty rule it follows the rule's change of that; a booking keeps its terms",
  })
  asNoShow!: boolean;
}

export class PenaltyRuleResponse {
  @ApiProperty() id!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ example: '100.0000' }) percent!: string;
  @ApiProperty({ type: Number, nullable: true }) nights!: number | null;
  @ApiProperty({ example: '0.00' }) flat!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty() capToStay!: boolean;
  @ApiProperty({ type: String, nullable: true }) taxCode!: string | null;
  @ApiProperty({ type: [CancellationStepResponse], description: 'Earliest first' })
  cancellation!: CancellationStepResponse[];
  @ApiProperty() isDefault!: boolean;
  @ApiProperty() active!: boolean;
}

export class PenaltyRulesResponse {
  @ApiProperty({ type: [PenaltyRuleResponse] }) penaltyRules!: PenaltyRuleResponse[];
  @ApiProperty() total!: number;
}
