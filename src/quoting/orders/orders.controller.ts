import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Roles } from '../../platform/auth/index.js';
import { ApiFile } from '../../platform/http/api-file.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { FileStorage, sendFile } from '../../platform/storage/index.js';
import { toInvoiceResponse, toOrderResponse } from './order-answers.js';
import {
  CancelSalesOrderRequest,
  OrderInvoiceResponse,
  OrderResponse,
  OrdersQuery,
  OrdersResponse,
  ShipRequest,
  UpdateSalesOrderRequest,
} from './orders.dto.js';
import { OrdersService } from './orders.service.js';

@ApiTags('Quoting: orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly storage: FileStorage,
  ) {}

  @Get()
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Orders, latest first' })
  @ApiOkResponse({ type: OrdersResponse })
  @ApiProblems(400, 401, 403)
  async list(@Query() { limit, offset, ...filter }: OrdersQuery): Promise<OrdersResponse> {
    const { orders, total } = await this.orders.list(filter, { limit, offset });
    return { orders: orders.map(toOrderResponse), total };
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'One order' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404)
  async get(@Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.get(id));
  }

  @Patch(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({
    summary: 'Promise it for another day, or correct whom it is for',
    description: 'Until it is on its way: 409 afterwards. The customer is told of another day.',
  })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateSalesOrderRequest): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.update(id, body));
  }

  @Get(':id/invoice')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Its invoice, once it was shipped' })
  @ApiOkResponse({ type: OrderInvoiceResponse })
  @ApiProblems(400, 401, 403, 404)
  async invoice(@Param('id', ParseUUIDPipe) id: string): Promise<OrderInvoiceResponse> {
    return toInvoiceResponse(await this.orders.invoice(id));
  }

  @Get(':id/invoice/pdf')
  @Roles('ADMIN', 'MANAGER', 'STAFF')
  @ApiOperation({ summary: 'Its invoice on A4: the same bytes for ever, once it was shipped' })
  @ApiFile('application/pdf')
  @ApiProblems(400, 401, 403, 404, 429)
  async invoicePdf(
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return sendFile(this.storage, await this.orders.invoicePdf(id), request, reply);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Production begins' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async start(@Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.start(id));
  }

  @Post(':id/ship')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'It is on its way: mails the customer and writes the invoice' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async ship(@Param('id', ParseUUIDPipe) id: string, @Body() body: ShipRequest): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.ship(id, body));
  }

  @Post(':id/deliver')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'It has arrived' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async deliver(@Param('id', ParseUUIDPipe) id: string): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.deliver(id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'It will not be made, or not to the end' })
  @ApiOkResponse({ type: OrderResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async cancel(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: CancelSalesOrderRequest,
  ): Promise<OrderResponse> {
    return toOrderResponse(await this.orders.cancel(id, reason));
  }
}
