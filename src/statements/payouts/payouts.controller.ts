import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import {
  CreatePayoutRequest,
  PayoutResponse,
  PayoutsQuery,
  PayoutsResponse,
  VoidPayoutRequest,
} from './payouts.dto.js';
import { PayoutsService } from './payouts.service.js';

@ApiTags('Statements: money')
@Controller('payouts')
export class PayoutsController {
  constructor(private readonly payouts: PayoutsService) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Note what an owner was paid',
    description:
      'The statement of its day takes it off the balance, that of its listing or of all listings together. One that settles a statement is at most what is left of that; others may be more than is owed, as an advance.',
  })
  @ApiCreatedResponse({ type: PayoutResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreatePayoutRequest): Promise<PayoutResponse> {
    return this.payouts.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Payouts, the last day first' })
  @ApiOkResponse({ type: PayoutsResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() query: PayoutsQuery): Promise<PayoutsResponse> {
    return this.payouts.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One payout' })
  @ApiOkResponse({ type: PayoutResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<PayoutResponse> {
    return this.payouts.answer(id);
  }

  @Post(':id/void')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Say that a payout does not count, and why: it came back, or was a mistake' })
  @ApiOkResponse({ type: PayoutResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  void(@Param('id', ParseUUIDPipe) id: string, @Body() { reason }: VoidPayoutRequest): Promise<PayoutResponse> {
    return this.payouts.void(id, reason);
  }
}
