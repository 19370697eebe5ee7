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
import { AlertsService } from './alerts.service.js';
import { CreateAlertRequest, UpdateAlertRequest } from './alerts-requests.dto.js';
import {
  AlertEventListResponse,
  AlertListResponse,
  AlertResponse,
  AlertTestResponse,
  AlertWithSecretResponse,
} from './alerts-answers.dto.js';

@ApiTags('Alerts')
@ApiBearerAuth()
@Controller('alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Post()
  // Its answer contains the secret, which is shown only this once and is not stored unencrypted.
  @AnswerHoldsSecret('secret')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Be told by webhook or e-mail when jobs go wrong, and when they are well again' })
  @ApiCreatedResponse({ type: AlertWithSecretResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  create(@Body() body: CreateAlertRequest): Promise<AlertWithSecretResponse> {
    return this.alerts.create(body);
  }

  @Get()
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'Alert rules with their state, oldest first' })
  @ApiOkResponse({ type: AlertListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() { limit, offset }: PageQuery): Promise<AlertListResponse> {
    return this.alerts.list(limit, offset);
  }

  @Get(':id')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'One alert rule' })
  @ApiOkResponse({ type: AlertResponse })
  @ApiProblems(400, 401, 403, 404)
  get(@Param('id', ParseUUIDPipe) id: string): Promise<AlertResponse> {
    return this.alerts.get(id);
  }

  @Patch(':id')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Change it, switch it off or on; a first webhookUrl makes a secret' })
  @ApiOkResponse({ type: AlertWithSecretResponse })
  @ApiProblems(400, 401, 403, 404, 409)
  update(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateAlertRequest): Promise<AlertWithSecretResponse> {
    return this.alerts.update(id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Remove it with its events' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  remove(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.alerts.remove(id);
  }

  @Get(':id/events')
  @Roles('ADMIN', 'MANAGER')
  @ApiOperation({ summary: 'When it fired, was told again and was well again, newest first' })
  @ApiOkResponse({ type: AlertEventListResponse })
  @ApiProblems(400, 401, 403, 404)
  events(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { limit, offset }: PageQuery,
  ): Promise<AlertEventListResponse> {
    return this.alerts.events(id, limit, offset);
  }

  @Post(':id/test')
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Send a test message over every channel' })
  @ApiCreatedResponse({ type: AlertTestResponse })
  @ApiProblems(400, 401, 403, 404)
  test(@Param('id', ParseUUIDPipe) id: string): Promise<AlertTestResponse> {
    return this.alerts.test(id);
  }
}
