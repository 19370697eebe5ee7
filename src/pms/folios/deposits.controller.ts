import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { DepositsService } from './deposits.service.js';
import { toFolioResponse } from './folio-answers.js';
import { ApplyDepositRequest, DepositRequest, FolioResponse } from './folios.dto.js';
import { FoliosService } from './folios.service.js';

@ApiTags('PMS: folios')
@Controller('folios/:id/deposits')
export class DepositsController {
  constructor(
    private readonly folios: FoliosService,
    private readonly deposits: DepositsService,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Take a deposit before the arrival, or give one back (below zero)',
    description:
      'A deposit is owed to the guest and is no revenue until it pays a bill: by itself at the check-out and when the invoice ' +
      'is issued, or by POST /folios/{id}/deposits/apply. What is left over is given back.',
  })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async take(@Param('id', ParseUUIDPipe) id: string, @Body() body: DepositRequest): Promise<FolioResponse> {
    await this.deposits.take(id, body);
    return toFolioResponse(await this.folios.get(id));
  }

  @Post('apply')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Pay a window now with its deposit, and with what an invoiced window of the same payer has left',
  })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async apply(@Param('id', ParseUUIDPipe) id: string, @Body() body: ApplyDepositRequest): Promise<FolioResponse> {
    await this.deposits.apply(id, body);
    return toFolioResponse(await this.folios.get(id));
  }
}
