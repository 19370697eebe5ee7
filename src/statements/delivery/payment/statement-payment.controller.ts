import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { PaidStatementResponse, PayStatementRequest } from './statement-payment.dto.js';
import { StatementPayment } from './statement-payment.service.js';

@ApiTags('Statements: statements')
@Controller('statements')
export class StatementPaymentController {
  constructor(private readonly payment: StatementPayment) {}

  @Post(':id/pay')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Note that the owner was paid for a statement, wholly or in part',
    description:
      'Makes a payout, which the statement of its day takes off the balance. The statement is `paid` when nothing is left. 409 when nothing is payable, and when its closing has gone on to a later final one: that is paid. A payout that is voided makes it `sent` (or `final`) again.',
  })
  @ApiOkResponse({ type: PaidStatementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  pay(@Param('id', ParseUUIDPipe) id: string, @Body() body: PayStatementRequest): Promise<PaidStatementResponse> {
    return this.payment.pay(id, body);
  }
}
