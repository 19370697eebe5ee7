import type { IncomingMessage } from 'node:http';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { ApiFile } from '../../platform/http/api-file.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { BodyStream, StreamedBody } from '../../platform/http/streamed-body.js';
import { FileStorage, sendFile } from '../../platform/storage/index.js';
import {
  CreateExpenseRequest,
  ExpenseResponse,
  ExpensesQuery,
  ExpensesResponse,
  UpdateExpenseRequest,
  VoidExpenseRequest,
} from './expenses.dto.js';
import { ExpensesService } from './expenses.service.js';
import { Receipts } from './receipts.js';

@ApiTags('Statements: money')
@Controller('expenses')
export class ExpensesController {
  constructor(
    private readonly expenses: ExpensesService,
    private readonly receipts: Receipts,
    private readonly storage: FileStorage,
  ) {}

  @Post()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Note what was spent for a listing' })
  @ApiCreatedResponse({ type: ExpenseResponse })
  @ApiProblems(400, 401, 403, 404)
  create(@Body() body: CreateExpenseRequest): Promise<ExpenseResponse> {
    return this.expenses.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Expenses, the last day first' })
  @ApiOkResponse({ type: ExpensesResponse })
  @ApiProblems(400, 401, 403, 404)
  list(@Query() query: ExpensesQuery): Promise<ExpensesResponse> {
    return this.expenses.list(query);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One expense' })
  @ApiOkResponse({ type: ExpenseResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<ExpenseResponse> {
    return this.expenses.answer(id);
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Correct an expense',
    description: `A final statement keeps what it has shown; the difference is an adjustment on the next one. Moved to another listing or
owner it is charged there, and taken back where it was told.`,
  })
  @ApiOkResponse({ type: ExpenseResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateExpenseRequest): Promise<ExpenseResponse> {
    return this.expenses.update(id, body);
  }

  @Post(':id/void')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Say that an expense does not count, and why' })
  @ApiOkResponse({ type: ExpenseResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  void(@Param('id', ParseUUIDPipe) id: string, @Body() { reason }: VoidExpenseRequest): Promise<ExpenseResponse> {
    return this.expenses.void(id, reason);
  }

  @Put(':id/receipt')
  @Roles('ADMIN', 'MANAGER')
  @StreamedBody('multipart/form-data', 'The receipt in the field file: PDF, JPEG, PNG, WebP, HEIC or TIFF.', {
    type: 'object',
    required: ['file'],
    properties: { file: { type: 'string', format: 'binary' } },
  })
  @ApiOperation({ summary: 'Put the receipt to an expense, in place of the one before', description: 'At most 20 MB.' })
  @ApiOkResponse({ type: ExpenseResponse })
  @ApiProblems(400, 401, 403, 404, 409, 413, 415, 503)
  async putReceipt(
    @Param('id', ParseUUIDPipe) id: string,
    @BodyStream() body: IncomingMessage,
  ): Promise<ExpenseResponse> {
    return await this.receipts.put(id, body);
  }

  @Get(':id/receipt')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'The receipt of an expense, as it was sent' })
  @ApiFile()
  @ApiProblems(400, 401, 403, 404)
  async receipt(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return sendFile(this.storage, await this.receipts.find(id), request, reply);
  }

  @Delete(':id/receipt')
  @HttpCode(204)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Take the receipt away from an expense' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404, 409)
  removeReceipt(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.receipts.remove(id);
  }
}
