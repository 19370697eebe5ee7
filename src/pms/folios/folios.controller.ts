import { Body, Controller, Get, Param, ParseIntPipe, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { IdPipe } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { FolioLinesService } from './folio-lines.service.js';
import { toFolioResponse, toWindowsResponse } from './folio-answers.js';
import {
  ChargeRequest,
  CorrectLineRequest,
  FolioResponse,
  FolioWindowsResponse,
  MoveLineRequest,
  PayerRequest,
  PaymentRequest,
} from './folios.dto.js';
import { FoliosService } from './folios.service.js';

@ApiTags('PMS: folios')
@Controller('folios')
export class FoliosController {
  constructor(
    private readonly folios: FoliosService,
    private readonly lines: FolioLinesService,
  ) {}

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
  @ApiOperation({
    summary: 'Post a payment, or a refund (below zero)',
    description: 'A refund gives back at most what the window has received and not given back: otherwise 409.',
  })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async pay(@Param('id', ParseUUIDPipe) id: string, @Body() body: PaymentRequest): Promise<FolioResponse> {
    await this.folios.pay(id, body);
    return this.get(id);
  }

  @Get(':id/windows')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'The windows of a folio, page by page' })
  @ApiOkResponse({ type: FolioWindowsResponse })
  @ApiProblems(400, 401, 403, 404)
  async windows(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, offset }: PageQuery,
  ): Promise<FolioWindowsResponse> {
    return toWindowsResponse(await this.folios.get(id), limit, offset);
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
    return toFolioResponse(await this.lines.move(id, lineId, body));
  }

  @Post(':id/lines/:lineId/correct')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Take back what is left of a line by one of the opposite sign',
    description:
      'A line that an invoice carries is taken back by a credit note: the 409 (`reason` LINE_INVOICED) has the invoice and its ' +
      'line. Of a line and all parts of it no more is taken back than was charged.',
  })
  @ApiCreatedResponse({ type: FolioResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async correctLine(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', IdPipe) lineId: number,
    @Body() body: CorrectLineRequest,
  ): Promise<FolioResponse> {
    await this.lines.correct(id, lineId, body.reason);
    return this.get(id);
  }
}
