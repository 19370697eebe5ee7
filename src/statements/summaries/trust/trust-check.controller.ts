import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { TrustCheckQuery, TrustCheckResponse } from './trust-check.dto.js';
import { TrustCheck } from './trust-check.service.js';

@ApiTags('Statements: money')
@Controller('trust-check')
export class TrustCheckController {
  constructor(private readonly trust: TrustCheck) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Whether the account holds what it owes: bank = owners + manager + unpaid taxes',
    description: `As of a day, by currency, from movements of the account, transfers that files of channels tell,
payouts, opening balances and final statements. A difference is explained by
channel (received and not stated, or stated and not received), deposits of owners, and corrections.`,
  })
  @ApiOkResponse({ type: TrustCheckResponse })
  @ApiProblems(400, 401, 403)
  check(@Query() { asOf }: TrustCheckQuery): Promise<TrustCheckResponse> {
    return this.trust.check(asOf);
  }
}
