import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../../platform/auth/index.js';
import { ApiProblems } from '../../platform/http/api-problems.js';
import { AllDeliveriesService } from './all-deliveries.service.js';
import { DeliveryPageResponse, RedeliveredAllResponse } from './webhooks-answers.dto.js';
import { AllDeliveriesQuery, RedeliverAllRequest } from './webhooks-requests.dto.js';

@ApiTags('Webhooks')
@ApiBearerAuth()
@Controller('webhooks/deliveries')
export class AllDeliveriesController {
  constructor(private readonly deliveries: AllDeliveriesService) {}

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'What was sent to all webhooks, newest first' })
  @ApiOkResponse({ type: DeliveryPageResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { since, ...query }: AllDeliveriesQuery): Promise<DeliveryPageResponse> {
    return this.deliveries.list({ ...query, since: since === undefined ? undefined : new Date(since) });
  }

  @Post('redeliver')
  @HttpCode(200)
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Send again what was given up since an instant, of all webhooks or of one; or count it' })
  @ApiOkResponse({ type: RedeliveredAllResponse })
  @ApiProblems(400, 401, 403, 404)
  redeliver(@Body() { since, webhookId, dryRun }: RedeliverAllRequest): Promise<RedeliveredAllResponse> {
    return this.deliveries.redeliver(new Date(since), webhookId, dryRun ?? false);
  }
}
