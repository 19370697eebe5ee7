import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import {
  KeptMovementsResponse,
  TrustMovementResponse,
  TrustMovementsQuery,
  TrustMovementsRequest,
  TrustMovementsResponse,
  VoidMovementRequest,
} from './trust-movements.dto.js';
import { TrustMovementsService } from './trust-movements.service.js';

@ApiTags('Statements: money')
@Controller('trust-movements')
export class TrustMovementsController {
  constructor(private readonly movements: TrustMovementsService) {}

  @Post()
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: "Tell what moved on the account that holds the owners' money, many at once",
    description: `What channels paid in, what you took out, taxes handed over. Each is known by its key: told again it is not
added again. What owners are paid is told by POST /payouts alone.`,
  })
  @ApiOkResponse({ type: KeptMovementsResponse })
  @ApiProblems(400, 401, 403)
  add(@Body() body: TrustMovementsRequest): Promise<KeptMovementsResponse> {
    return this.movements.add(body.movements);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Movements of the account, the last day first' })
  @ApiOkResponse({ type: TrustMovementsResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() query: TrustMovementsQuery): Promise<TrustMovementsResponse> {
    return this.movements.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One movement' })
  @ApiOkResponse({ type: TrustMovementResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<TrustMovementResponse> {
    return this.movements.get(id);
  }

  @Post(':id/void')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Say that a movement does not count, and why' })
  @ApiOkResponse({ type: TrustMovementResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  void(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: VoidMovementRequest,
  ): Promise<TrustMovementResponse> {
    return this.movements.void(id, reason);
  }
}
