import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';

export const TOTALS = [
  'opening',
  'revenue',
  'fees',
  'expenses',
  'adjustments',
  'net',
  'payouts',
  'closing',
  'payable',
  'shortfall',
] as const;
export type Total = (typeof TOTALS)[number];

export class ExplainQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'A line; instead of total' })
  @IfGiven()
  @IsUUID()
  line?: string;

  @ApiPropertyOptional({ enum: TOTALS, description: 'Default, without a line: net' })
  @IfGiven()
  @IsIn(TOTALS)
  total?: Total;
}

export class ExplanationPart {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: a figure that is explained by itself',
  })
  lineId!: string | null;

  @ApiProperty({ example: 'HMABCDEF: management fee' }) what!: string;
  @ApiProperty({ example: '-120.00' }) amount!: string;
  @ApiProperty({ example: 'management_fee' }) rule!: string;
  @ApiProperty({ example: '20 % of rent 1000.00 by agreement 3; -200.00 in all; 3 of 5 nights: -120.00 = -120.00' })
  formula!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The row that it was made of, and its version',
  })
  source!: Record<string, unknown>;
}

export class ExplanationResponse {
  @ApiProperty({ format: 'uuid' }) statementId!: string;
  @ApiProperty({ example: '7-0003' }) number!: string;
  @ApiProperty({ example: 'fees' }) what!: string;
  @ApiProperty({ example: '-120.00' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty() formula!: string;
  @ApiProperty({ type: [ExplanationPart], description: 'Their amounts sum to the amount' }) parts!: ExplanationPart[];
}
