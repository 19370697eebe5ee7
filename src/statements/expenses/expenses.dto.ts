import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoney } from '../../platform/money/api-money.js';
import { IsCurrencyCode, IsId, IsQueryFlag, IsQueryId, OrNull } from '../parties/fields.js';
import { EXPENSE_CATEGORIES, type ExpenseCategory } from './categories.js';

export class CreateExpenseRequest {
  @ApiProperty() @IsId() listingId!: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Whom it is charged to; null: all owners of the listing on that day, by their shares',
  })
  @OrNull()
  @IsId()
  ownerId?: number | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The stay that it was spent for' })
  @OrNull()
  @IsUUID()
  reservationId?: string | null;

  @ApiProperty({
    enum: EXPENSE_CATEGORIES,
    description: 'cleaning: after a stay, as the cleaning fee of the guest pays for; other cleaning is deep_cleaning',
  })
  @IsIn(EXPENSE_CATEGORIES)
  category!: ExpenseCategory;

  @ApiProperty({ example: 'New boiler valve' })
  @IsWords(300)
  description!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Canalizações Lda.' })
  @OrNull()
  @IsWords(200)
  vendor?: string | null;

  @ApiProperty({ example: '2026-03-12', description: 'The statement of this day shows it' })
  @IsDate()
  day!: string;

  @ApiMoney({ description: 'Above zero' })
  amount!: number | string;

  @ApiPropertyOptional({ example: 'EUR', description: "Default: the listing's" })
  @IfGiven()
  @IsString()
  @IsCurrencyCode()
  currency?: string;
}

export class UpdateExpenseRequest extends PartialType(OmitType(CreateExpenseRequest, ['currency']), {
  skipNullProperties: false,
}) {}

export class VoidExpenseRequest {
  @ApiProperty({ example: 'Entered twice' })
  @IsWords(500)
  reason!: string;
}

export class ExpensesQuery extends PageQuery {
  @ApiPropertyOptional() @IsQueryId() listingId?: number;

  @ApiPropertyOptional({ description: 'Charged to this owner alone' }) @IsQueryId() ownerId?: number;

  @ApiPropertyOptional({ enum: EXPENSE_CATEGORIES })
  @IsOptional()
  @IsIn(EXPENSE_CATEGORIES)
  category?: ExpenseCategory;

  @ApiPropertyOptional({ example: '2026-03-01' }) @IsOptional() @IsDate() from?: string;

  @ApiPropertyOptional({ example: '2026-03-31' }) @IsOptional() @IsDate() to?: string;

  @ApiPropertyOptional({ default: false, description: 'With those that were voided' })
  @IsQueryFlag()
  voided: boolean = false;
}

export class ExpenseResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() listingId!: number;
  @ApiProperty({ type: Number, nullable: true }) ownerId!: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) reservationId!: string | null;
  @ApiProperty({ enum: EXPENSE_CATEGORIES }) category!: ExpenseCategory;
  @ApiProperty() description!: string;
  @ApiProperty({ type: String, nullable: true }) vendor!: string | null;
  @ApiProperty({ example: '2026-03-12' }) day!: string;
  @ApiProperty({ example: '84.50' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'The recurring expense that it is of' })
  recurringId!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Where its receipt is downloaded' })
  receiptUrl!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it does not count' }) voidReason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) voidedAt!: Date | null;
}

export class ExpensesResponse {
  @ApiProperty({ type: [ExpenseResponse] }) expenses!: ExpenseResponse[];
  @ApiProperty() total!: number;
}
