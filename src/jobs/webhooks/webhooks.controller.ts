import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AnswerHoldsSecret } from '../../platform/http/idempotency/answer-rules.js';
import { PageQuery } from '../../platform/http/page.query.js';
import {
  CreateWebhookRequest,
  DeliveriesQuery,
  RedeliverRequest,
  UpdateWebhookRequest,
} from './webhooks-requests.dto.js';
import {
  CreatedWebhookResponse,
  DeliveryDetailResponse,
  DeliveryListResponse,
  DeliveryResponse,
  RedeliveredResponse,
  RotatedSecretResponse,
  WebhookListResponse,
  WebhookResponse,
} from './webhooks-answers.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('Webhooks')
@ApiBearerAuth()
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Post()
  // Its answer contains the secret, which is shown only this once and is not stored unencrypted.
  @AnswerHoldsSecret('secret')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Be told how jobs end: signed POSTs (Standard Webhooks) to an address of yours' })
  @ApiCreatedResponse({ type: CreatedWebhookResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateWebhookRequest): Promise<CreatedWebhookResponse> {
    return this.webhooks.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Webhooks, oldest first' })
  @ApiOkResponse({ type: WebhookListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<WebhookListResponse> {
    return this.webhooks.list(limit, offset);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One webhook' })
  @ApiOkResponse({ type: WebhookResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<WebhookResponse> {
    return this.webhooks.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Change it, switch it off or on' })
  @ApiOkResponse({ type: WebhookResponse })
  @ApiProblems(400, 401, 403, 404)
  update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateWebhookRequest): Promise<WebhookResponse> {
    return this.webhooks.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Remove it with its delivery log' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.webhooks.remove(id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @AnswerHoldsSecret('secret')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'A new secret; the old one signs beside it for a day' })
  @ApiOkResponse({ type: RotatedSecretResponse })
  @ApiProblems(400, 401, 403, 404)
  rotate(@Param('id', ParseUUIDPipe) id: string): Promise<RotatedSecretResponse> {
    return this.webhooks.rotate(id);
  }

  @Post(':id/test')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Send a ping' })
  @ApiCreatedResponse({ type: DeliveryResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  test(@Param('id', ParseUUIDPipe) id: string): Promise<DeliveryResponse> {
    return this.deliveries.test(id);
  }

  @Get(':id/deliveries')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What was sent, newest first' })
  @ApiOkResponse({ type: DeliveryListResponse })
  @ApiProblems(400, 401, 403, 404)
  log(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { state, limit, offset }: DeliveriesQuery,
  ): Promise<DeliveryListResponse> {
    return this.deliveries.list(id, state, limit, offset);
  }

  @Get(':id/deliveries/:deliveryId')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One delivery with every try' })
  @ApiOkResponse({ type: DeliveryDetailResponse })
  @ApiProblems(400, 401, 403, 404)
  delivery(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('deliveryId', ParseUUIDPipe) deliveryId: string,
  ): Promise<DeliveryDetailResponse> {
    return this.deliveries.get(id, deliveryId);
  }

  @Post(':id/deliveries/:deliveryId/redeliver')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Send one again, under the same webhook-id' })
  @ApiOkResponse({ type: DeliveryResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  redeliver(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('deliveryId', ParseUUIDPipe) deliveryId: string,
  ): Promise<DeliveryResponse> {
    return this.deliveries.redeliver(id, deliveryId);
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Send again what was given up since an instant' })
  @ApiOkResponse({ type: RedeliveredResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  async redeliverFailed(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { since }: RedeliverRequest,
  ): Promise<RedeliveredResponse> {
    return { redelivered: await this.deliveries.redeliverFailed(id, new Date(since)) };
  }
}
