import { Body, Controller, Get, Param, ParseIntPipe, ParseUUIDPipe, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { toFolioResponse } from './folio-answers.js';
import {
  ChargeRequest,
  CorrectLineRequest,
  FolioResponse,
  MoveLineRequest,
  PayerRequest,
  PaymentRequest,
} from './folios.dto.js';
import { FoliosService } from './folios.service.js';

@ApiTags('PMS: folios')
@Controller('folios')
export class FoliosController {
  constructor(private readonly folios: FoliosService) {}

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'A folio with its windows, lines, payments and totals' })
  @ApiOkResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<FolioResponse> {
    return toFolioResponse(await this.folios.get(id));
  }

  @Post(':id/charges')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Post a charge on the open business date' })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async charge(@Param('id', ParseUUIDPipe) id: string, @Body() body: ChargeRequest): Promise<FolioResponse> {
    await this.folios.charge(id, body);
    return this.get(id);
  }

  @Post(':id/payments')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Post a payment, or a refund (below zero)' })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404)
  async pay(@Param('id', ParseUUIDPipe) id: string, @Body() body: PaymentRequest): Promise<FolioResponse> {
    await this.folios.pay(id, body);
    return this.get(id);
  }

  @Post(':id/windows')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Add a window: another payer, another invoice' })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async addWindow(@Param('id', ParseUUIDPipe) id: string, @Body() body: PayerRequest): Promise<FolioResponse> {
    await this.folios.addWindow(id, body);
    return this.get(id);
  }

  @Patch(':id/windows/:number')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Change who pays a window' })
  @ApiOkResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async setPayer(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('number', ParseIntPipe) number: number,
    @Body() body: PayerRequest,
  ): Promise<FolioResponse> {
    await this.folios.setPayer(id, number, body);
    return this.get(id);
  }

  @Post(':id/lines/:lineId/move')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Move a line, or a part of it, to another window' })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async moveLine(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', IdPipe) lineId: number,
    @Body() body: MoveLineRequest,
  ): Promise<FolioResponse> {
    return toFolioResponse(await this.folios.moveLine(id, lineId, body));
  }

  @Post(':id/lines/:lineId/correct')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take a line back by one of the opposite sign' })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async correctLine(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', IdPipe) lineId: number,
    @Body() body: CorrectLineRequest,
  ): Promise<FolioResponse> {
    await this.folios.correctLine(id, lineId, body.reason);
    return this.get(id);
  }
}
