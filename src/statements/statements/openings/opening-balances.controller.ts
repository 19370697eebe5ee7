import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../../platform/auth/index.js';
import { ApiProblems } from '../../../platform/http/api-problems.js';
import { IdPipe } from '../../../platform/http/id.pipe.js';
import { OpeningBalanceRequest, OpeningBalanceResponse, OpeningBalancesResponse } from './opening-balances.dto.js';
import { OpeningBalances } from './opening-balances.service.js';

@ApiTags('Statements: statements')
@Controller('owners/:id/opening-balances')
export class OpeningBalancesController {
  constructor(private readonly openings: OpeningBalances) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Say what an owner was owed when its statements began here',
    description: `For a manager who comes from another program. The first statement opens with it. One for each owner and listing, or
for all listings together; none once a statement is final.`,
  })
  @ApiCreatedResponse({ type: OpeningBalanceResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  add(@Param('id', IdPipe) id: number, @Body() body: OpeningBalanceRequest): Promise<OpeningBalanceResponse> {
    return this.openings.add(id, body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What an owner was owed when its statements began here' })
  @ApiOkResponse({ type: OpeningBalancesResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Param('id', IdPipe) id: number): Promise<OpeningBalancesResponse> {
    return this.openings.list(id);
  }

  @Delete(':openingId')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take it back, to enter it otherwise; not once a statement is final' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  remove(@Param('id', IdPipe) id: number, @Param('openingId', ParseUUIDPipe) openingId: string): Promise<void> {
    return this.openings.remove(id, openingId);
  }
}
