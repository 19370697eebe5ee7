import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IsWords } from '../../../platform/http/fields.js';
import { ApiMoneyOptional } from '../../../platform/money/api-money.js';
import { OrNull } from '../../parties/fields.js';
import { PAYOUT_METHODS, type PayoutMethod } from '../../payouts/payout-row.js';
import { PayoutResponse } from '../../payouts/payouts.dto.js';
import { STATEMENT_STATES, type StatementState } from '../../statements/statement-types.js';

export class PayStatementRequest {
  @ApiProperty({ example: '2026-03-05', description: 'Day on which it left the account' })
  @IsDate()
  date!: string;

  @ApiMoneyOptional({ description: 'Default: all that is still to be paid out' })
  amount?: number | string;

  @ApiProperty({ enum: PAYOUT_METHODS })
  @IsIn(PAYOUT_METHODS)
  method!: PayoutMethod;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'SEPA 2026-03-0017' })
  @OrNull()
  @IsWords(200)
  reference?: string | null;
}

export class PaidStatementResponse {
  @ApiProperty({ format: 'uuid' }) statementId!: string;
  @ApiProperty({ enum: STATEMENT_STATES, description: 'paid: nothing is left to be paid out' }) state!: StatementState;
  @ApiProperty({ type: PayoutResponse, nullable: true, description: 'Null: there was nothing to be paid out' })
  payout!: PayoutResponse | null;
  @ApiProperty({ example: '0.00', description: 'What is still to be paid out' }) left!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
}
