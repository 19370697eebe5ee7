import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppError, invalid } from '../errors/app-error.js';
import { ApiProblems } from '../http/api-problems.js';
import { AnswerHoldsSecret } from '../http/idempotency/answer-rules.js';
import { PageQuery } from '../http/page.query.js';
import type { Principal } from '../tenancy/context.js';
import { ApiKeysService } from './api-keys.service.js';
import { CurrentPrincipal, Roles } from './decorators.js';
import { ApiKeyListResponse, CreateApiKeyRequest, CreatedApiKeyResponse } from './api-keys.dto.js';

@ApiTags('Accounts')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Post()
  // Its answer contains the key, which is shown only this once and is not stored.
  @AnswerHoldsSecret('key')
  @Roles('ADMIN')
  @ApiOperation({
    summary: 'Make an API key; its text is shown once',
    description: `A key may never do more than the user it belongs to may do at that moment. One made with another key ends
with that key, by its expiry or when it is revoked.`,
  })
  @ApiCreatedResponse({ type: CreatedApiKeyResponse })
  @ApiProblems(400, 401, 403)
  create(@Body() body: CreateApiKeyRequest, @CurrentPrincipal() principal: Principal): Promise<CreatedApiKeyResponse> {
    // A key belongs to a user of this server, and a caller with another provider's token is no such user.
    if (!principal.userId) throw new AppError('FORBIDDEN', 'API keys belong to users of this server');
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : undefined;
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw invalid('expiresAt', 'expiresAt lies in the past');
    return this.apiKeys.create({
      tenantId: principal.tenantId,
      userId: principal.userId,
      role: body.role ?? 'STAFF',
      name: body.name,
      expiresAt,
      madeBy: principal.apiKeyId,
    });
  }

  @Get()
  @Roles('ADMIN')
  @ApiOperation({ summary: "The tenant's API keys, without their texts" })
  @ApiOkResponse({ type: ApiKeyListResponse })
  @ApiProblems(400, 401, 403)
  list(@Query() page: PageQuery): Promise<ApiKeyListResponse> {
    return this.apiKeys.list(page.limit, page.offset);
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('ADMIN')
  @ApiOperation({ summary: 'Revoke an API key and the keys made with it, at once' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 404)
  revoke(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.apiKeys.revoke(id);
  }
}
