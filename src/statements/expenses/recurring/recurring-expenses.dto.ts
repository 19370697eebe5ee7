import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { ApiMoney } from '../../../platform/money/api-money.js';
import { IsCurrencyCode, IsId, IsQueryId, OrNull, PartiesQuery } from '../../parties/fields.js';
import { EXPENSE_CATEGORIES, type ExpenseCategory } from '../categories.js';
import { type Rhythm, RHYTHMS } from './recurring-expense.entity.js';

export class CreateRecurringExpenseRequest {
  @ApiProperty() @IsId() listingId!: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Whom it is charged to; null: all owners of the listing on each day, by their shares',
  })
  @OrNull()
  @IsId()
  ownerId?: number | null;

  @ApiProperty({ enum: EXPENSE_CATEGORIES })
  @IsIn(EXPENSE_CATEGORIES)
  category!: ExpenseCategory;

  @ApiProperty({ example: 'Internet' })
  @IsWords(300)
  description!: string;

  @ApiMoney({ description: 'Of each time, above zero' })
  amount!: number | string;

  @ApiPropertyOptional({ example: 'EUR', description: "Default: the listing's" })
  @IfGiven()
  @IsString()
  @IsCurrencyCode()
  currency?: string;

  @ApiProperty({ enum: RHYTHMS })
  @IsIn(RHYTHMS)
  rhythm!: Rhythm;

  @ApiProperty({
    minimum: 1,
    maximum: 31,
    example: 5,
    description: 'Monthly: the day of the month, 31 being the last; weekly: 1 Monday to 7 Sunday',
  })
  @IsInt()
  @Min(1)
  @Max(31)
  onDay!: number;

  @ApiProperty({ example: '2026-01-01' })
  @IsDate()
  from!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-12-31', description: 'Last day; null: for good' })
  @OrNull()
  @IsDate()
  to?: string | null;
}

export class UpdateRecurringExpenseRequest extends PartialType(
  OmitType(CreateRecurringExpenseRequest, ['listingId', 'currency', 'rhythm', 'from', 'to']),
  { skipNullProperties: false },
) {
  @ApiPropertyOptional({
    description: 'False: no more of it is made. True again: from today on; what was left out meanwhile is not made up',
  })
  @IfGiven()
  @IsBoolean()
  active?: boolean;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '2026-12-31',
    description: 'Last day; null: for good. One that has ended is not prolonged: enter a new one',
  })
  @OrNull()
  @IsDate()
  to?: string | null;
}

export class RecurringExpensesQuery extends PartiesQuery {
  @ApiPropertyOptional() @IsQueryId() listingId?: number;
}

export class RecurringExpenseResponse {
  @ApiProperty() id!: number;
  @ApiProperty() listingId!: number;
  @ApiProperty({ type: Number, nullable: true }) ownerId!: number | null;
  @ApiProperty({ enum: EXPENSE_CATEGORIES }) category!: ExpenseCategory;
  @ApiProperty() description!: string;
  @ApiProperty({ example: '39.90' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ enum: RHYTHMS }) rhythm!: Rhythm;
  @ApiProperty({ example: 5 }) onDay!: number;
  @ApiProperty({ example: '2026-01-01' }) from!: string;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
  @ApiProperty() active!: boolean;
}

export class RecurringExpensesResponse {
  @ApiProperty({ type: [RecurringExpenseResponse] }) recurringExpenses!: RecurringExpenseResponse[];
  @ApiProperty() total!: number;
}
